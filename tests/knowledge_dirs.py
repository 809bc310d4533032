"""Small knowledge directories for tests: one language with the bare minimum, four languages with everything."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

ONE_LANGUAGE: Final[Mapping[str, str]] = {
    "topics.yaml": """\
- id: visas
  title: {en: Visas}
""",
    "sources.yaml": """\
- id: mofa
  title: Entering Kazakhstan
  publisher: Ministry
  url: https://example.org/visas
  published: "2025-07-01"
  language: en
  kind: official
""",
    "facts/visas.yaml": """\
- id: visa-30-days
  topic: visas
  as_of: "2025-07-01"
  status: in-force
  sources: [mofa]
  statement: {en: "Japanese citizens may stay for 30 days without a visa."}
""",
    "faq/visas/visa-needed.yaml": """\
id: visa-needed
topic: visas
utterances:
  en: ["Do Japanese citizens need a visa for Kazakhstan?"]
answer:
  en: "No visa is needed for stays of up to 30 days.[^visa-30-days]"
""",
}

FOUR_LANGUAGES: Final[Mapping[str, str]] = {
    "languages.yaml": """\
- {id: en, name: English}
- {id: ru, name: Русский}
- {id: kk, name: Қазақша}
- {id: ja, name: 日本語}
""",
    "topics.yaml": """\
- id: visas
  icon: "🛂"
  title: {en: Visas, ru: Визы, kk: Визалар, ja: ビザ}
- id: air-travel
  icon: "✈️"
  title: {en: Air travel, ru: Авиасообщение, kk: Әуе қатынасы, ja: 航空便}
- id: culture
  title: {en: Culture, ru: Культура, kk: Мәдениет, ja: 文化}
""",
    "sources.yaml": """\
- id: mofa
  title: Entering Kazakhstan
  publisher: Ministry
  url: https://example.org/visas
  published: "2025-07-01"
  language: en
  kind: official
- id: agency
  title: Новости недели
  publisher: Agency
  url: https://example.org/news?a=1&b=2
  published: "2024-05-06"
  language: ru
  kind: news
- id: airline
  title: A new route
  publisher: Airline
  url: https://example.org/route
  published: "2026-02-03"
  language: en
  kind: official
""",
    "facts/visas.yaml": """\
- id: visa-30-days
  topic: visas
  as_of: "2025-07-01"
  status: in-force
  sources: [mofa, agency]
  statement:
    en: Japanese citizens may stay in Kazakhstan for 30 days without a visa.
    ru: Граждане Японии могут находиться в Казахстане 30 дней без визы.
    kk: Жапония азаматтары Қазақстанда визасыз 30 күн бола алады.
    ja: 日本国民はビザなしでカザフスタンに30日間滞在できます。
- id: visa-90-in-180
  topic: visas
  as_of: "2025-07-01"
  status: in-force
  sources: [mofa]
  statement:
    en: All visa-free stays together may not exceed 90 days within 180 days.
    ru: Все безвизовые поездки вместе не могут превышать 90 дней за 180 дней.
    kk: Барлық визасыз сапарлар 180 күн ішінде 90 күннен аспауы керек.
    ja: ビザなしの滞在は180日間で合計90日を超えることはできません。
""",
    "facts/others.yaml": """\
- id: flight-plan-2025
  topic: air-travel
  as_of: "2024-05-06"
  status: superseded
  superseded_by: flight-start-2026
  sources: [agency]
  statement:
    en: A direct flight between Almaty and Tokyo was planned for 2025.
    ru: Прямой рейс между Алматы и Токио планировался на 2025 год.
    kk: Алматы мен Токио арасындағы тікелей рейс 2025 жылға жоспарланған.
    ja: アルマトイ・東京間の直行便は2025年に計画されていました。
- id: flight-start-2026
  topic: air-travel
  as_of: "2026-02-03"
  status: planned
  sources: [airline]
  statement:
    en: The direct flight between Almaty and Tokyo is planned to start in 2026.
    ru: Прямой рейс между Алматы и Токио планируется открыть в 2026 году.
    kk: Алматы мен Токио арасындағы тікелей рейс 2026 жылы ашылады деп жоспарланған.
    ja: アルマトイ・東京間の直行便は2026年に就航する予定です。
- id: festival-2024
  topic: culture
  as_of: "2024-05-06"
  status: past-event
  sources: [agency]
  statement:
    en: A festival of Japanese calligraphy was held in Astana in May 2024.
    ru: В мае 2024 года в Астане прошёл фестиваль японской каллиграфии.
    kk: 2024 жылғы мамырда Астанада жапон каллиграфиясы фестивалі өтті.
    ja: 2024年5月にアスタナで日本書道の祭典が開かれました。
""",
    "faq/visas/visa-needed.yaml": """\
id: visa-needed
topic: visas
utterances:
  en:
    - Do Japanese citizens need a visa for Kazakhstan?
    - Is a visa required for Japanese travellers?
    - visa for Japanese tourists
    - Can I enter Kazakhstan with a Japanese passport without a visa?
    - visa-free entry for Japanese
    - Japanese passport visa rules Kazakhstan
  ru:
    - Нужна ли гражданам Японии виза в Казахстан?
    - Требуется ли виза японским туристам?
    - виза для японцев
    - Можно ли въехать в Казахстан с японским паспортом без визы?
    - безвизовый въезд для японцев
    - визовый режим для граждан Японии
  kk:
    - Жапония азаматтарына Қазақстанға виза керек пе?
    - Жапон туристеріне виза қажет пе?
    - жапондықтарға виза
    - Жапон төлқұжатымен визасыз кіруге бола ма?
    - жапондықтар үшін визасыз кіру
    - Жапония азаматтарының визалық тәртібі
  ja:
    - 日本人がカザフスタンに行くのにビザは必要ですか？
    - 日本国籍者の入国にビザは要りますか？
    - 日本人のビザ
    - 日本のパスポートでビザなし入国できますか？
    - ビザ免除で入国できるか
    - カザフスタン入国の査証について
answer:
  en: "No visa is needed for stays of up to 30 days.[^visa-30-days]"
  ru: "Виза не нужна для поездок до 30 дней.[^visa-30-days]"
  kk: "30 күнге дейінгі сапарға виза керек емес.[^visa-30-days]"
  ja: "30日以内の滞在にビザは必要ありません。[^visa-30-days]"
related: [visa-longer]
""",
    "faq/visas/visa-longer.yaml": """\
id: visa-longer
topic: visas
utterances:
  en:
    - How long may all stays without a visa take in total?
    - maximum days in half a year
    - How many days can I spend altogether within 180 days?
    - the 90 days rule
    - total length of several trips
    - Is there a limit for repeated trips?
  ru:
    - Сколько всего дней можно провести без визы?
    - максимум дней за полгода
    - Сколько дней суммарно можно находиться за 180 дней?
    - правило 90 дней
    - общая длительность нескольких поездок
    - Есть ли предел для повторных поездок?
  kk:
    - Визасыз барлығы неше күн болуға болады?
    - жарты жылда ең көп неше күн
    - 180 күн ішінде барлығы қанша күн тұруға болады?
    - 90 күн ережесі
    - бірнеше сапардың жалпы ұзақтығы
    - Қайталама сапарларға шек бар ма?
  ja:
    - ビザなしの滞在は合計で何日までですか？
    - 半年で最大何日いられますか？
    - 180日間に合計何日滞在できますか？
    - 90日ルール
    - 複数回の滞在の合計日数
    - 何度も行く場合の上限はありますか？
answer:
  en: "Visa-free stays may take 90 days within 180 days.[^visa-90-in-180]"
  ru: "Без визы можно провести 90 дней за 180 дней.[^visa-90-in-180]"
  kk: "Визасыз 180 күнде 90 күн болуға болады.[^visa-90-in-180]"
  ja: "ビザなしの滞在は180日間で90日までです。[^visa-90-in-180]"
related: [visa-needed]
""",
    "faq/air-travel/direct-flights.yaml": """\
id: direct-flights
topic: air-travel
utterances:
  en:
    - When does the direct flight from Almaty to Tokyo start?
    - direct flight Almaty Tokyo
    - Is there a nonstop flight to Japan?
    - Can I fly to Tokyo without a change?
    - launch of the Tokyo route
    - planes from Kazakhstan straight to Japan
  ru:
    - Когда откроется прямой рейс из Алматы в Токио?
    - прямой рейс Алматы Токио
    - Есть ли беспосадочный перелёт в Японию?
    - Можно ли улететь в Токио без пересадки?
    - запуск маршрута в Токио
    - самолёты из Казахстана прямо в Японию
  kk:
    - Алматыдан Токиоға тікелей рейс қашан ашылады?
    - тікелей рейс Алматы Токио
    - Жапонияға аялдамасыз ұшу бар ма?
    - Токиоға ауысып отырмай ұшуға бола ма?
    - Токио бағытының ашылуы
    - Қазақстаннан Жапонияға тура ұшақтар
  ja:
    - アルマトイから東京への直行便はいつ始まりますか？
    - 直行便 アルマトイ 東京
    - 日本へのノンストップ便はありますか？
    - 乗り換えなしで東京に行けますか？
    - 東京路線の就航
    - カザフスタンから日本へ直接飛ぶ飛行機
not_utterances:
  en: [direct flight Tokyo Seoul]
answer:
  en: "The direct flight is planned to start in 2026.[^flight-start-2026]
    It had been planned for 2025.[^flight-plan-2025]"
  ru: "Прямой рейс планируется открыть в 2026 году.[^flight-start-2026]
    Раньше его планировали на 2025 год.[^flight-plan-2025]"
  kk: "Тікелей рейс 2026 жылы ашылады деп жоспарланған.[^flight-start-2026]
    Бұрын 2025 жылға жоспарланған.[^flight-plan-2025]"
  ja: "直行便は2026年に就航する予定です。[^flight-start-2026]以前は2025年の予定でした。[^flight-plan-2025]"
related: [ticket-price]
""",
    "faq/air-travel/ticket-price.yaml": """\
id: ticket-price
topic: air-travel
known: false
utterances:
  en:
    - How much does a plane ticket cost?
    - price of the air fare
    - ticket price
    - What will the fare be?
    - cheap tickets
    - How expensive is flying there?
  ru:
    - Сколько стоит билет на самолёт?
    - цена авиабилета
    - стоимость билета
    - Каким будет тариф?
    - дешёвые билеты
    - Насколько дорого туда лететь?
  kk:
    - Ұшақ билеті қанша тұрады?
    - авиабилет бағасы
    - билет құны
    - Тариф қандай болады?
    - арзан билеттер
    - Ол жаққа ұшу қымбат па?
  ja:
    - 航空券はいくらですか？
    - 航空券の値段
    - チケット料金
    - 運賃はいくらになりますか？
    - 安いチケット
    - 飛行機代は高いですか？
answer:
  en: "No source states a price; the flight is only planned.[^flight-start-2026]"
  ru: "Цену не называет ни один источник: рейс только планируется.[^flight-start-2026]"
  kk: "Бағаны ешбір дереккөз айтпайды: рейс тек жоспарда.[^flight-start-2026]"
  ja: "料金を伝える出典はなく、便はまだ計画中です。[^flight-start-2026]"
related: [direct-flights]
""",
    "concepts.yaml": """\
- id: flight
  forms: {en: [flight, plane], ru: [рейс, самолёт, перелёт], kk: [рейс, ұшақ], ja: [便, 飛行機]}
- id: visa
  forms: {en: [visa], ru: [виза], kk: [виза], ja: [ビザ, 査証]}
- id: korea
  foreign: "true"
  forms: {en: [Korea, Seoul], ru: [Корея, Сеул], kk: [Корея, Сеул], ja: [韓国, ソウル]}
""",
}


def write_files(directory: Path, files: Mapping[str, str]) -> Path:
    """Write ``files`` by their path under ``directory`` and return the directory."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return directory


def write_one_language(directory: Path) -> Path:
    """Write a complete English directory without languages, phrases and concepts."""
    return write_files(directory, ONE_LANGUAGE)


def write_four_languages(directory: Path) -> Path:
    """Write a directory in four languages, with a lexicon; `check` finds only that it has few utterances."""
    return write_files(directory, FOUR_LANGUAGES)


def change(directory: Path, name: str, old: str, new: str) -> Path:
    """Replace the one place where ``old`` stands in a file, and return the file's path."""
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path
