"""Charts of figures over time: read and checked here, worded per language, and drawn in a process of their own.

Leaves sending and remembering pictures to ``bot.tg`` and ``bot.storage``. Only ``bot.charting.drawing`` imports the
plotting library, and only ``python -m bot.charting`` imports that module.
"""
