"""What was pasted becomes Markdown: markup of office programs and web pages, or plain text."""

from network.files_in.pasted.clipboard_markup import convert_html as convert_html
from network.files_in.pasted.plain_text import convert_plain_text as convert_plain_text
from network.files_in.pasted.tokens import MAX_PASTED as MAX_PASTED
