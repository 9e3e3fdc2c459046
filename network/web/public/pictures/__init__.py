"""Pictures drawn by the server: pure functions, from what is known to where it stands.

What stands across is given in hundredths of the picture's width and what stands down in pixels, so
that a picture is as wide as its place on any screen and its letters are never scaled. Words are
put in by the templates of ``public/pictures``, which escape them.
"""
