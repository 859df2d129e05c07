"""How the page of sessions, which is allauth's, shows each of them."""

from django.template import Library

from accounts.browsers import browser_in_words
from accounts.logins import login_code

register = Library()
register.filter("in_words", browser_in_words)
register.filter("login_code", login_code)
