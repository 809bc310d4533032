### Everything the bot says besides answers. Plain text: the renderer escapes and formats it.

## Answers
date-pattern = d MMMM y
sentence-gap = { " " }
as-of = As of { $date }
sources-heading = { $count ->
    [one] Source
   *[other] Sources
}
caveat-date-passed = A date named in these sources has gone by, and none of them says what happened since.
caveat-superseded = Part of this tells an earlier state or plan that has been replaced since.
caveat-old = This was last confirmed on { $date } and may have changed.
caveat-single-news-source = This rests on one news report of { $date }.
cut-notice = … (shortened)

## When unsure
ambiguous = Which of these do you mean?
none-of-these = None of these
not-understood = I have no sourced answer to that, so I won't guess.
not-understood-topics = Here is what I do know about:
none-chosen = Understood, none of those. Try other words, or look through the topics.
empty-question = Please write your question in words, for example: “{ $example }”
too-long = That is longer than I can read at once. Please ask in one or two sentences (up to { $limit } characters).
only-text = I can only read text. Please write your question in words, for example: “{ $example }”
out-of-date = This button is from an older version of my knowledge. Please ask again or open /topics.
example-question = Do Japanese citizens need a visa for Kazakhstan?

## Commands
start = Hello! I answer questions on cooperation between Kazakhstan and Japan: flights, visas, tourism, study, trade, culture and more. Every sentence comes with its source and date. What no source tells, I say I don't know.
start-how = Just write your question in English, Russian, Kazakh or Japanese, or open a topic:
help = Write a question in your own words. If I am not sure which one you mean, I offer a few to choose from. If my sources don't answer it, I say so.
help-commands = Commands
help-examples = For example
about = I hold { $facts } dated facts from { $sources } sources in { $entries } answers. They are curated and checked against their sources beforehand; nothing is made up when you ask. Below each answer you see who published it and when.
about-newest = The newest source is of { $date }.
privacy = What I store of this chat: its number, the language you chose (in groups: how to answer), your votes on answers with their day, and your last question. I do not store your name or your username.
privacy-delete = Language and votes are kept until you delete them. /mydata shows what is stored, /forget deletes it. For 48 hours I keep which of my messages answered which of yours, so that an edited question gets its answer edited. A message that takes long to answer is kept until it is answered, without names. The words of recent questions also stay in memory, without your chat, until the next restart at most.
language-choose = In which language shall I answer?
language-automatic = The language of each question
language-set = I will answer in English.
language-set-automatic = I will answer in the language of each question.
topics = Topics
topic-empty = There are no questions on this topic yet.
page = Page { $page } of { $pages }
back-to-topics = All topics
button-next = Next
button-previous = Previous
incident = Something went wrong on my side. Please try again in a moment. If it happens again, tell the operator this number: { $id }

## What Telegram shows of the bot
bot-name = Kazakhstan–Japan guide
bot-description = Questions on Kazakhstan–Japan cooperation: flights, visas, tourism, study, trade, culture, history. Short answers, each with its sources and date, in English, Russian, Kazakh and Japanese.
bot-short-description = Sourced, dated answers on Kazakhstan–Japan cooperation.
command-start = Start
command-help = How to ask
command-topics = Browse topics
command-language = Language of the answers
command-about = What this bot knows
command-privacy = What is stored about you

## Browsing, groups, inline
month-pattern = LLLL y
year-pattern = y
command-ask = Ask a question
command-timeline = Events by year
command-latest = What is new in the knowledge
command-sources = Publishers and sources
command-search = Find questions by words
command-settings = Settings
timeline = Events of { $year }
timeline-part = Events of { $year } ({ $part } of { $parts })
timeline-empty = There are no events in my knowledge yet.
event-announced = announced
event-date-passed = was announced; no source tells what came of it
event-reported = reported { $date }
latest = Newest in my knowledge
latest-item = As of { $date }
latest-empty = My knowledge is still empty.
publishers = Publishers
publisher-count = { $count ->
    [one] { $count } source
   *[other] { $count } sources
}
publishers-total = { $sources ->
    [one] { $sources } source
   *[other] { $sources } sources
} from { $publishers ->
    [one] { $publishers } publisher
   *[other] { $publishers } publishers
}
back-to-publishers = All publishers
search-usage = Write words after the command, for example: /search { $example }
search-example = visa
search-found = Best matches for “{ $words }”
search-none = I found nothing for “{ $words }”. Try other words, or open a topic:
ask-usage = Write your question after the command, for example: /ask { $example }
button-share = ↗ Share
button-keep-language = Always answer in English
button-topic = More: { $topic }
link-outdated = This link leads to an answer that I no longer have. Ask me in your own words, or open a topic:
only-administrators = Only the administrators of this group can change that.
settings-private = Your settings
settings = Settings of this group
settings-language = Language: { $language }
settings-replies = I answer when I am mentioned, asked with /ask, or when someone replies to me.
settings-mentions = I answer only when I am mentioned or asked with /ask.
button-mentions-only = Answer only when mentioned
button-replies-too = Also answer replies to me
inline-open = No match. Ask the bot directly
inline-as-of = { $topic }, as of { $date }
inline-open-answer = Open in the bot

## Votes, follow-ups, manners
vote-up = 👍 Helpful
vote-down = 👎 Not helpful
vote-wrong = Wrong answer
vote-outdated = Outdated
vote-unclear = Not clear
vote-other = Something else
vote-thanks = Thank you, noted.
vote-what-was-wrong = What was wrong with this answer?
vote-noted = Thank you, noted. People check the answers that readers mark.
vote-others = Perhaps you meant one of these:
back-to-answer = Back to the answer
understood-as = Understood together with your question before: “{ $earlier }” + “{ $question }”
only-text-photo = I can't look at pictures. Please write your question in words, for example: “{ $example }”
only-text-sticker = Nice sticker! I can only read text, though. Ask me, for example: “{ $example }”
only-text-voice = I can't listen to recordings. Please write your question in words, for example: “{ $example }”
only-text-document = I can't open files. Please write your question in words, for example: “{ $example }”
only-text-location = I can't use places on a map. Please write your question in words, for example: “{ $example }”
only-text-contact = I can't use contacts, and I don't keep this one. Please write your question in words, for example: “{ $example }”
only-text-poll = I can't vote in polls. Please write your question in words, for example: “{ $example }”
too-fast = That is a lot of messages at once. Please wait half a minute; until then I stay silent.
privacy-questions = A question is kept for 10 minutes, so that I understand “and for students?” after it. If I can't answer one, its text is kept without your chat's number for { $days ->
    [one] { $days } day
   *[other] { $days } days
} so that people can add the answer; addresses and telephone numbers are taken out.
mydata = What is stored about this chat
mydata-nothing = Nothing is stored about this chat.
mydata-delete = /forget deletes all of it.
mydata-file = The same as a JSON file
forget-sure = Delete everything that is stored about this chat: language, votes, subscriptions with their settings, your last question? Questions I couldn't answer are kept without your chat's number, so I can't tell which were yours; they go by themselves.
forget-yes = Yes, delete everything
forget-no = No, keep it
forget-done = Done. Nothing is stored about this chat any more.
forget-kept = Nothing was deleted.
own-data-private-only = This works in our private chat only. What is kept about a group, its administrators change with /settings.
command-mydata = See what is stored about you
command-forget = Delete what is stored about you

## Charts
chart-part = Striped: only a part of the year.
chart-differ = Lighter at the top: the sources give different figures.
chart-gap = A year without a bar: no source gives a figure.
button-chart = Show as a chart
chart-heading = { $title } ({ $unit })
colon = { ": " }

## Announcements
announcement-why = You get this because you follow “{ $topic }”.
announcement-correction = Correction:
digest-heading = { $count ->
    [one] { $count } announcement for you
   *[other] { $count } announcements for you
}
digest-why = You get this once a day because you chose the daily digest.
digest-full = The full texts: /latest
announcement-done = Announcement { $id } is done
announcement-audience = Recipients: { $count }
announcement-paused = Announcement { $id } is paused: it keeps failing. Look into the reason, then resume it.
announcement-overdue = Announcement { $id } was to go out more than an hour ago, when I was not running. It is cancelled, nobody got it.
delivery-sent = Sent: { $count }
delivery-unreachable = Unreachable: { $count }
delivery-failed = Failed: { $count }
delivery-uncertain = Uncertain: { $count }
delivery-expired = Expired: { $count }
draft-title = New: { $topic }

## Subscriptions
command-subscribe = Choose what to be told about
command-unsubscribe = Stop announcements
subscriptions = Announcements
subscriptions-of = Announcements for “{ $title }”
subscriptions-thread = Announcements will be posted here, in this topic of the forum.
subscribed-to = Subscribed to: { $topics }
subscribed-everything = Subscribed to everything, including topics that are added later.
subscribed-nothing = Not subscribed to anything. Press a topic to subscribe, press it again to unsubscribe.
topic-everything = Everything
topic-subscribed = ✓ { $topic } – subscribed
button-topics = 🔔 Announcements
button-when = ⏰ When and how
button-leave = Unsubscribe from everything
button-follow = 🔔 Follow: { $topic }
button-followed = ✓ Following: { $topic }
button-unsubscribe = 🔕 Unsubscribe: { $topic }
button-resubscribe = 🔔 Subscribe again: { $topic }
notice-subscribed = Subscribed: { $topic }
notice-unsubscribed = Unsubscribed: { $topic }
unsubscribed-all = Unsubscribed from everything; no more announcements will come. The settings are kept for { $days ->
    [one] { $days } day
   *[other] { $days } days
}, in case you come back, and then deleted.
announcements = 📣 Recent announcements
channel-added = You have made me an administrator of the channel “{ $title }”. Choose what it shall be told about:
welcome-back = Welcome back! Announcements on your topics will come again. /settings shows which.
settings-of = Settings of “{ $title }”
button-language = 🌐 Language
button-digest = 🗞 How often
button-zone = 🕒 Time zone
button-quiet = 🌙 Quiet hours
button-pause = ⏸ Pause
back-to-settings = ‹ Back to settings
when-at-once = Each announcement is sent at once.
when-digest = Announcements are sent together, once a day at { $hour }.
when-quiet = Quiet hours: from { $from } to { $to } nothing is sent.
when-zone = Time zone: { $zone }
when-paused = Paused until you resume.
when-paused-until = Paused until { $date }.
digest-choose = How often shall announcements come? At once, or all of a day in one message at an hour of your choice. Hours are in this time zone: { $zone }
digest-off = Each one at once
zone-choose = Which time zone? Now it is { $zone }.
button-ask-zone = 🔎 Search for a city
button-ask-zone-again = 🔎 Search again
button-offsets = Hours from UTC
zone-ask = Reply to this message with a city, a country or the hours from UTC, for example: Astana
zone-found = Found for “{ $words }”. Which one is it?
zone-none = I know no time zone for “{ $words }”. Try the country, a bigger city nearby or the hours from UTC, for example: +5
quiet-choose = When shall nothing be sent? What is announced then comes when the quiet hours end. Hours are in this time zone: { $zone }
quiet-other = Other hours
quiet-off = No quiet hours
quiet-from = Quiet from what hour?
quiet-to = Quiet from { $from }. Until what hour?
pause-choose = For how long shall nothing be sent? What is announced meanwhile comes afterwards, unless it is out of date by then.
pause-week = A week
pause-month = 30 days
pause-ever = Until I resume
pause-off = ▶ Resume now
button-ask-pause = Until a day of my choice
pause-ask = Reply to this message with the day from which I may write again, for example: 15 January
pause-bad = I need a day after today and within five years, for example: 15 January
zone-cities-almaty = Astana, Shymkent, Karaganda, Taraz, Pavlodar, Semey
zone-cities-tokyo = Osaka, Kyoto, Nagoya, Sapporo, Fukuoka, Yokohama
privacy-subscriptions = If you subscribe, I also keep the topics, the language, your time zone and when you want to be written to, and for each announcement whether it reached you. Once you have unsubscribed from everything, all settings are deleted after { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
mydata-votes = Votes on answers: { $count }
mydata-previous = Your last question, kept for 10 minutes: “{ $question }”
mydata-unreachable = You had blocked me when I last wrote; /start brings the announcements back.
mydata-deliveries = Announcements for you: { $count }
mydata-waiting = Still to come: { $count }
mydata-other = { $table }: { $count }

## Administrators
command-announce = Write an announcement (administrators)
command-announcements = All announcements (administrators)
admin-home = Announcements for subscribers
admin-none = There are none yet.
admin-new = ➕ New announcement
admin-all = ‹ All announcements
admin-topic = What is the new announcement about?
admin-untitled = No title yet
admin-open = Open
admin-back = ‹ Back
admin-moment = { $date }, { $time }, { $zone }
admin-stopped = ⛔ All announcing is stopped. Nothing goes out until an administrator lets it go on, see /announcements.
admin-stop-all = ⛔ Stop all announcing
admin-resume-all = ▶ Let announcing go on
admin-state-draft = Draft
admin-state-approved = Approved
admin-state-sending = Being sent
admin-state-paused = Paused
admin-state-done = Done
admin-state-cancelled = Cancelled
admin-waiting-second = Approved once. Another administrator has to approve it, too.
admin-about = Topic: { $topic }
admin-corrects-edit = Edits the messages of { $id }
admin-corrects-message = A message that corrects { $id }
admin-scheduled = Goes out: { $moment }
admin-expires = Not delivered after: { $moment }
admin-unwritten = – { $name }: not written
admin-left = Still to be sent: { $count }
admin-speed = { $speed } a second; time left: { $duration }
admin-estimate = Sending takes about: { $duration }
admin-write = ✏️ { $name }
admin-remove = 🗑 { $name }
admin-facts = 📚 Facts to cite
admin-facts-heading = Facts of this topic. The mark beneath a fact cites it: put it after your sentence.
admin-next = Next ›
admin-preview = 👁 Preview
admin-myself = 📨 Send to myself
admin-myself-done = Sent to you alone, as a subscriber gets it.
admin-confirm = Recipients and time ›
admin-others = Nothing is written in: { $names }. What do subscribers with these languages get?
admin-others-none = Nothing at all
admin-others-get = Subscribers with these languages get it in another one ({ $language }): { $names }
admin-others-nothing = Subscribers with these languages don't get it: { $names }
admin-differ = ⚠️ The languages don't say the same:
admin-send-now = ✅ Approve and send now
admin-send-at = ✅ Approve for { $moment }
admin-schedule = 🕒 At another time
admin-approved = Approved. Recipients: { $count }
admin-second-needed = Approved once. So many recipients ({ $count }) need another administrator's approval; the others have been told.
admin-second-asked = An announcement waits for your approval
admin-pause = ⏸ Pause
admin-resume = ▶ Resume
admin-refresh = 🔄 Refresh
admin-report = 📊 Report
admin-cancel = ✖ Cancel
admin-cancel-sure = Cancel “{ $title }” for good? What has not been sent yet will never be sent.
admin-cancel-yes = Yes, cancel it
admin-requeue = Send the uncertain ones again
admin-requeue-sure = Nobody knows whether the uncertain ones arrived. Whoever did get theirs will get it twice. Send them again?
admin-requeued = Waiting to be sent again: { $count }
admin-correct = ✏️ Correct
admin-correct-how = How shall it be corrected? Either way only those who got it are reached.
admin-correct-edit = Edit the messages that were sent
admin-correct-message = Send a correction as a new message
admin-ask-text = Reply to this message with the announcement ({ $name }): the title in the first line, the text beneath. After each sentence comes the mark of the fact that it stands on, such as [^fact-id]. The button with the books lists them.
admin-ask-time = Reply to this message with the time by your own clock, for example: 18:30, or 15 January 9:00. Your time zone is set in /settings.
admin-bad-time = I need a time that is still to come, for example: 18:30, or 15 January 9:00.
admin-similar = Did you mean [^{ $id }]?
admin-mistake-no-text = The title comes first, the text follows on a new line; one of them is missing.
admin-mistake-long-title = The title is too long; 200 characters are enough: “{ $where }”
admin-mistake-citing-title = The title needs no marks of facts; they belong into the text: “{ $where }”
admin-mistake-no-sentence = There is a mark of a fact without a sentence before it. Write the sentence first, then its mark.
admin-mistake-no-citation = Each sentence needs its source. Put the mark of a fact, such as [^fact-id], after “{ $where }”
admin-mistake-several-sentences = Each sentence needs a mark of its own, also the first ones here: “{ $where }”
admin-mistake-unknown-fact = There is no fact “{ $where }”. The button with the books lists them all.
admin-mistake-too-long = With its sources this is longer than one message can be. Make the text shorter.
admin-refused-unknown = There is no such announcement any more.
admin-refused-broken-file = The file of this announcement has problems; run kzjp check.
admin-refused-already = Someone has done that already.
admin-refused-not-now = That can't be done with it as it stands now.
admin-refused-same-admin = You have approved it already. Another administrator has to do it, too.
admin-refused-expired = Its last day will be over by then.
admin-refused-in-the-past = That time is past. Choose another one.
admin-refused-nothing-sent = None of it has been sent yet: cancel it instead.
admin-refused-taken = Two were begun at the same moment. Please press again.
admin-refused-unwritten = Nothing is written yet: begin with one language.
admin-refused-unchanged = It says just what it is to correct. Change the text first.
