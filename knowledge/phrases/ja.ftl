### 回答以外にボットが話す文。プレーンテキスト。書式はプログラムが付けます。

## 回答
date-pattern = y年M月d日
sentence-gap = { "" }
as-of = { $date }時点の情報
sources-heading = 出典
caveat-date-passed = 出典に書かれた予定の日はすでに過ぎていますが、その後どうなったかを伝える出典はありません。
caveat-superseded = この回答には、その後変わった以前の状況や計画が含まれています。
caveat-old = 最後に確認できたのは{ $date }で、その後変わっている可能性があります。
caveat-single-news-source = { $date }の報道1件だけに基づいています。
cut-notice = …(以下省略)

## はっきりしないとき
ambiguous = お尋ねになりたいのはどれでしょうか。
none-of-these = どれでもない
not-understood = そのご質問に出典付きでお答えできる情報がありません。推測ではお答えしません。
not-understood-topics = 次のテーマについてならお答えできます。
none-chosen = 承知しました。別の言葉で尋ねるか、テーマの一覧をご覧ください。
empty-question = 質問を文字でお書きください。例：「{ $example }」
too-long = 長すぎて一度に読めません。1〜2文（{ $limit }文字まで）でお尋ねください。
only-text = 読めるのは文字だけです。質問を文字でお書きください。例：「{ $example }」
out-of-date = これは以前の版のボタンです。もう一度お尋ねになるか、/topics を開いてください。
example-question = 日本人がカザフスタンに行くのにビザは必要ですか？

## コマンド
start = こんにちは。カザフスタンと日本の協力についてのご質問にお答えします。航空便、ビザ、観光、留学、貿易、文化などです。どの文にも出典と日付が付いています。出典にないことは、分からないとお伝えします。
start-how = 日本語、英語、ロシア語、カザフ語でそのままお尋ねください。テーマから選ぶこともできます。
help = ふだんの言葉で質問してください。どの質問か迷うときは、いくつか候補をお見せします。出典に答えがないときは、そうお伝えします。
help-commands = コマンド
help-examples = 質問の例
about = { $sources }件の出典から集めた日付付きの事実{ $facts }件と、回答{ $entries }件を収めています。あらかじめ用意して出典と照らし合わせたもので、ご質問のたびに文章を作り出すことはありません。それぞれの回答の下に、発行元と日付が表示されます。
about-newest = 最も新しい出典は{ $date }のものです。
privacy = 保存するのは、このチャットの番号と、お選びになった言語だけです。その言語でお答えするためです。お名前、ユーザー名、メッセージは保存しません。
privacy-delete = 質問は答えを探すために読み、すぐに破棄します。保存した言語を消すには、/language で「{ $automatic }」を選んでください。
language-choose = 何語でお答えしましょうか。
language-automatic = 質問と同じ言語
language-set = 日本語でお答えします。
language-set-automatic = 質問と同じ言語でお答えします。
topics = テーマ
topic-empty = このテーマの質問はまだありません。
page = { $page }/{ $pages }ページ
back-to-topics = テーマ一覧
button-back = 戻る
button-next = 次へ
button-previous = 前へ
incident = こちらで問題が起きました。少し待ってからもう一度お試しください。続くようでしたら、運営者にこの番号をお知らせください：{ $id }

## Telegram に表示される文
bot-name = カザフスタン・日本ガイド
bot-description = カザフスタンと日本の協力についての質問にお答えします。航空便、ビザ、観光、留学、貿易、文化、歴史。出典と日付の付いた短い回答を、日本語・英語・ロシア語・カザフ語でお届けします。
bot-short-description = カザフスタンと日本の協力について、出典と日付付きでお答えします。
command-start = はじめる
command-help = 使い方
command-topics = テーマ一覧
command-language = 回答の言語
command-about = このボットについて
command-privacy = 保存される情報
