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
cut-notice = …（以下省略）

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
privacy = このチャットについて保存するのは、チャットの番号、お選びになった言語（グループでは回答の仕方）、回答への評価とその日時、直前のご質問です。お名前とユーザー名は保存しません。
privacy-delete = 言語と評価は、削除されるまで保存します。/mydata で保存内容を確認し、/forget で削除できます。また、どのメッセージにお答えしたかを、再起動までメモリ上でのみ記憶しています。
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

## 一覧、グループ、インライン
month-pattern = y年M月
year-pattern = y年
command-ask = 質問する
command-timeline = 年ごとの出来事
command-latest = 新しい情報
command-sources = 発行元と出典
command-search = 言葉で質問を探す
command-settings = このグループの設定
timeline = { $year }年の出来事
timeline-part = { $year }年の出来事（{ $part }/{ $parts }）
timeline-empty = 出来事の情報はまだありません。
event-announced = 発表済みの予定
event-date-passed = 予定として発表。その後を伝える出典なし
event-reported = { $date }の情報
latest = 新しく加わった情報
latest-item = { $date }時点
latest-empty = 情報はまだありません。
publishers = 発行元
publisher-count = 出典{ $count }件
publishers-total = 発行元{ $publishers }、出典{ $sources }件
back-to-publishers = 発行元一覧
search-usage = コマンドの後に言葉をお書きください。例：/search { $example }
search-example = ビザ
search-found = 「{ $words }」に近い質問
search-none = 「{ $words }」では見つかりませんでした。別の言葉で探すか、テーマをお選びください。
ask-usage = コマンドの後に質問をお書きください。例：/ask { $example }
button-share = ↗ 共有
button-keep-language = いつも日本語で答える
button-topic = 同じテーマ：{ $topic }
link-outdated = このリンクの回答は今はありません。ふだんの言葉でお尋ねになるか、テーマをお選びください。
only-administrators = 変更できるのはグループの管理者だけです。
settings-private = 設定があるのはグループだけです。ここでは回答の言語をお選びいただけます。
settings = このグループの設定
settings-language = 言語：{ $language }
settings-replies = メンション、/ask、または私への返信にお答えします。
settings-mentions = メンションと /ask にだけお答えします。
button-mentions-only = メンションにだけ答える
button-replies-too = 返信にも答える
inline-open = 該当なし。ボットに直接尋ねる
inline-as-of = { $topic }、{ $date }時点
inline-open-answer = ボットで開く

## Votes, follow-ups, manners
vote-up = 👍 役に立った
vote-down = 👎 役に立たなかった
vote-wrong = 答えが違う
vote-outdated = 情報が古い
vote-unclear = わかりにくい
vote-other = その他
vote-thanks = ありがとうございます。記録しました。
vote-what-was-wrong = この回答のどこが良くありませんでしたか。
vote-noted = ありがとうございます。記録しました。指摘のあった回答は人が確認します。
vote-others = もしかすると、こちらのご質問でしょうか。
back-to-answer = 回答に戻る
understood-as = 前のご質問と合わせて理解しました：「{ $earlier }」+「{ $question }」
only-text-photo = 画像は見ることができません。質問を文字でお書きください。例：「{ $example }」
only-text-sticker = すてきなスタンプですね。ただ、読めるのは文字だけです。例：「{ $example }」
only-text-voice = 音声は聞くことができません。質問を文字でお書きください。例：「{ $example }」
only-text-document = ファイルは開けません。質問を文字でお書きください。例：「{ $example }」
only-text-location = 位置情報は使えません。質問を文字でお書きください。例：「{ $example }」
only-text-contact = 連絡先は使えません。保存もしていません。質問を文字でお書きください。例：「{ $example }」
only-text-poll = 投票には参加できません。質問を文字でお書きください。例：「{ $example }」
too-fast = 一度にたくさんのメッセージが届きました。30秒ほどお待ちください。それまではお返事を控えます。
privacy-questions = ご質問は10分間だけ保存します。続けて「学生は？」と尋ねられたときに理解するためです。お答えできなかったご質問の文は、チャットの番号を付けずに{ $days }日間保存し、担当者が回答を加えるのに使います。アドレスや電話番号は取り除きます。
mydata = このチャットについて保存しているもの
mydata-nothing = このチャットについて保存しているものはありません。
mydata-delete = /forget ですべて削除できます。
mydata-file = 同じ内容のJSONファイル
forget-sure = このチャットについて保存しているもの（言語、評価、直前のご質問）をすべて削除しますか。お答えできなかったご質問はチャットの番号なしで保存しているため、どれがあなたのものかはわかりません。期限が来れば自動で消えます。
forget-yes = はい、すべて削除する
forget-no = いいえ、残しておく
forget-done = 削除しました。このチャットについて保存しているものはもうありません。
forget-kept = 何も削除していません。
own-data-private-only = この機能は私との個別チャットでのみ使えます。グループの設定は、管理者が /settings で変更できます。
command-mydata = 保存されている情報を見る
command-forget = 保存されている情報を削除する

## グラフ
chart-part = 斜線の棒は1年の一部の期間の数字です。
chart-differ = 上部の薄い色は、出典によって数字が異なる部分です。
chart-gap = 棒のない年は、出典に数字がありません。
button-chart = グラフで見る
chart-heading = { $title }（{ $unit }）
colon = { "：" }

## Announcements
announcement-why = 「{ $topic }」を購読しているため、このお知らせをお送りしています。
announcement-correction = 訂正：
digest-heading = お知らせが{ $count }件あります
digest-why = 1日1回のまとめを選択しているため、お送りしています。
digest-full = 全文は /latest でご覧になれます
announcement-done = お知らせ { $id } の配信が終わりました
announcement-audience = 対象：{ $count }件
announcement-paused = お知らせ { $id } は失敗が続いたため一時停止しました。原因を確認してから再開してください。
announcement-overdue = お知らせ { $id } の配信予定時刻から1時間以上たっていました（停止中でした）。配信は取り消され、誰にも届いていません。
delivery-sent = 送信済み：{ $count }件
delivery-unreachable = 送信不可：{ $count }件
delivery-failed = 失敗：{ $count }件
delivery-uncertain = 到達不明：{ $count }件
delivery-expired = 期限切れ：{ $count }件
draft-title = 新着：{ $topic }
