"""The control API under /playground/: the people's side of the simulated Telegram, for page and tests.

Bodies and answers are JSON. An impossible wish gets status 4xx and {"ok": false, "description": why}.
`wait=SECONDS` in a query string waits that long for the bot's answer and includes it.

People
    GET    /users                   all users
    POST   /users                   {first_name, id?, username?, last_name?, language_code?, started?}
    POST   /users/bulk              {count, first_id?, language_codes?, started?}: many at once
    PATCH  /users/{id}              {first_name?, username?, language_code?, deactivated?}
    POST   /users/{id}/open         {payload?}: START button or deep link; says /start payload
    POST   /users/{id}/block        blocks the bot
    POST   /users/{id}/unblock      no longer blocks it

Chats (the private chat of a user has the user's id)
    GET    /chats                   ?user_id= &limit=: all chats, or those of a user
    POST   /chats                   {type, title, id?, username?, is_forum?, members?: [ids], bot_status?}
    GET    /chats/{id}              one chat
    GET    /chats/{id}/messages     ?after=ID &thread_id= &limit=: Message objects, oldest first
    POST   /chats/{id}/messages     {user_id, text, reply_to?, thread_id?} or {user_id, kind, caption?, …};
                                    kind: photo, sticker, voice, document, location, contact, poll
    PATCH  /chats/{id}/messages/{mid}          {user_id, text}
    DELETE /chats/{id}/messages/{mid}
    POST   /chats/{id}/messages/{mid}/press    {user_id, data, forged?} ?wait=: press an inline button;
                                    a forged press needs no such button → {callback_query_id, answer}
    POST   /chats/{id}/members      {user_id or "bot": true, status, actor_id?}: add, promote, ban, remove
    POST   /chats/{id}/topics       {name, actor_id?}
    PATCH  /chats/{id}/topics/{tid} {closed, actor_id?}
    POST   /chats/{id}/migrate      {actor_id?}: group → supergroup, gives the new chat
    POST   /chats/{id}/dissolve     the group is deleted

Inline mode
    POST   /inline                  {user_id, query, offset?, chat_type?} ?wait= → {inline_query_id, answer}
    POST   /inline/{qid}/choose     {result_id, chat_id, thread_id?}: gives the Message posted via the bot

What there is to see
    GET    /state                   bot, users, chats, settings and the last event number
    GET    /bot                     ?user_id= &chat_id=: names, texts, commands, menu as the user sees them
    GET    /commands                ?user_id= &chat_id=: the commands of this user's menu there
    GET    /files/{file_id}         a file's content
    GET    /events                  ?after=SEQ: server-sent events, one JSON object each
    GET    /events/poll             ?after=SEQ &timeout= &chat_id= &kind=: by long poll → {seq, events}
    GET    /calls                   ?rejected=1 &method= &chat_id= &limit=: the bot's calls; rejected means
                                    refused by the world itself, not by an injected fault
    DELETE /calls                   forget them

Disturbances
    GET    /settings                privacy_mode, inline_mode, inline_feedback, callback_expiry_s,
                                    inline_expiry_s
    PATCH  /settings                any of them
    GET    /flood                   {on, overall_per_s, overall_burst, chat_per_s, chat_burst,
                                    group_per_minute}
    PUT    /flood                   the same; what is missing gets Telegram's limits
    GET    /faults                  {rules: [fault], script: [fault]}: rules by chance, a script in order
    PUT    /faults                  the same; {} ends all. A fault is {kind, methods?, probability?, code?,
                                    retry_after?, delay?}; kind: error, flood, slow, garbage, reset_before,
                                    reset_after, or "502" for short
    POST   /updates                 a raw update object, passed on as it is (update_id added if missing)
    GET    /updates                 {pending, next_id}
"""
