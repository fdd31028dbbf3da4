"""Uploads: what is read and how, what is refused and why, and the limits of the process that reads them."""

import hashlib
import io
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

import psutil
import pytest

from onrecord import intake
from onrecord.checks import CONTROL
from onrecord.intake import UploadError, kinds, sandbox, worker
from onrecord.intake.answering import upload as judged
from tests import counts
from tests.uploads import honest, hostile
from tests.uploads.warm import Warm

pytestmark = pytest.mark.slow

N_FUZZED = counts.of(30, 10_000)
MEMORY = 512_000_000


@pytest.fixture(scope="module")
def warm():
    """The parsing process with its parsers loaded, one limited child a file."""
    process = Warm()
    yield process
    process.close()


def outcome(told):
    """What the program makes of an answer: an upload, or the sentence that refuses it."""
    answer = told["answer"]
    if answer is None:
        return sandbox.SLOW if told["code"] == -sandbox.CPU_SPENT or told["seconds"] > sandbox.WALL else sandbox.DAMAGED
    return answer["error"] if "error" in answer else judged(answer)


def read(warm, content, ending="", encoding=""):
    """The upload; an UploadError where it is refused."""
    found = outcome(warm.ask(content, ending, encoding))
    if isinstance(found, str):
        raise UploadError(found)
    return found


def refused(warm, content, ending=""):
    """The sentence that refuses a file, which must be a plain one."""
    with pytest.raises(UploadError) as error:
        read(warm, content, ending)
    return plain(str(error.value))


def plain(sentence):
    """`sentence`, if a person can read it: no trace, no path, no name of a class."""
    assert sentence.endswith(".") and len(sentence) < 300 and sentence[0].isupper()
    assert not re.search(r"Traceback|Error\b|\bNone\b|/usr|\.py\b|<[a-z]", sentence)
    return sentence


# --- the process of its own, as the program starts it ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("talks.txt", honest.TEXT.encode(), "txt"),
        ("talks.html", honest.article().encode(), "html"),
        ("talks.docx", honest.docx(), "docx"),
        ("talks.pdf", honest.pdf(), "pdf"),
    ],
)
def test_each_kind_of_file_becomes_text_wherever_the_program_was_started(name, content, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = intake.read(name, content)
    assert found.kind == kind and all(line in found.text for line in honest.LINES[3:])
    assert found.proposal.title == ("Harbour talks resume" if kind == "docx" else honest.LINES[0])
    assert (found.proposal.published, found.proposal.author) == ("2021-01-28", "Ilse Berg")
    assert found.proposal.language == "en" and list(tmp_path.iterdir()) == []


def test_what_is_pasted_is_settled_and_hashed_like_a_file():
    found = intake.read_pasted("One line\r\nand two\rand three\x07.")
    assert found.text == "One line\nand two\nand three\ufffd."
    assert found.sha256 == hashlib.sha256(found.text.encode()).hexdigest()
    assert any("control" in w for w in found.warnings)


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 2_000_001])
def test_nothing_and_too_much_cannot_be_pasted(text):
    with pytest.raises(UploadError) as error:
        intake.read_pasted(text)
    plain(str(error.value))


def test_an_empty_file_and_one_that_is_too_large_are_refused_before_anything_is_started(monkeypatch):
    monkeypatch.setattr(sandbox, "COMMAND", ("/nowhere",))
    for content in (b"", b"x" * (intake.MOST_BYTES + 1)):
        with pytest.raises(UploadError) as error:
            intake.read("a.txt", content)
        plain(str(error.value))


def test_a_file_that_takes_too_long_is_given_up_and_its_process_is_gone(monkeypatch):
    monkeypatch.setattr(sandbox, "WALL", 0.3)
    script = "import sys, time; sys.stdin.buffer.read(1); time.sleep(60)"
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", script))
    with pytest.raises(UploadError, match="longer than"):
        intake.read("a.txt", b"x" * 1_000_000)
    assert not [p for p in psutil.Process().children(recursive=True) if script in " ".join(p.cmdline())]


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.kill(os.getpid(), 11)",
        "raise SystemExit(3)",
        "print('{')",
        "print('[1, 2]')",
        "print('[' * 100_000)",
        "print('{}')",
        "while True: print('x' * 100_000)",
        """print('{"text": "a", "kind": "exe", "encoding": "", "is_guess": false, "warnings": [], "proposal": {}}')""",
        """print('{"text": 5, "kind": "txt", "encoding": "", "is_guess": false, "warnings": [], "proposal": {}}')""",
    ],
)
def test_whatever_the_process_answers_that_is_no_answer_becomes_one_plain_sentence(script, monkeypatch):
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", script))
    with pytest.raises(UploadError) as error:
        intake.read("a.txt", b"some text")
    assert plain(str(error.value)) == sandbox.DAMAGED


def test_a_machine_that_starts_no_process_says_so(monkeypatch):
    monkeypatch.setattr(sandbox, "COMMAND", ("/nowhere/python",))
    with pytest.raises(UploadError) as error:
        intake.read("a.txt", b"some text")
    assert plain(str(error.value)) == sandbox.NO_PROCESS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a\x00b"),
        ("text", "a\rb"),
        ("text", ""),
        ("kind", "exe"),
        ("encoding", "rot13"),
        ("body_start", -1),
        ("body_end", 999),
        ("body_end", 0),
        ("published", "yesterday"),
    ],
)
def test_an_answer_that_breaks_its_own_rules_is_not_believed(field, value):
    said = {"title": "", "outlet": "", "author": "", "published": "", "url": "", "language": ""}
    answer = {"text": "some text", "kind": "txt", "encoding": "", "is_guess": False, "warnings": []}
    answer["proposal"] = said | {"body_start": 0, "body_end": 9}
    assert judged(answer).text == "some text"
    (answer["proposal"] if field in answer["proposal"] else answer)[field] = value
    with pytest.raises((ValueError, KeyError, TypeError)):
        judged(answer)


def test_a_title_is_one_line_without_control_characters_and_a_language_is_two_letters():
    said = {"title": "a\x00\nb " * 200, "outlet": "", "author": "", "published": "", "url": "", "language": "english"}
    answer = {"text": "some text", "kind": "txt", "encoding": "", "is_guess": False, "warnings": []}
    found = judged(answer | {"proposal": said | {"body_start": 0, "body_end": 9}}).proposal
    assert found.title.startswith("a b a b") and len(found.title) <= 300 and found.language == ""


def ran(script):
    """What a fresh process prints that runs `script` under the limits of the worker."""
    env = os.environ | {"PYTHONPATH": str(Path(sandbox.__file__).parents[2])}
    begin = "from onrecord.intake import worker; worker.limit(); worker.forbid_effects()\n"
    done = subprocess.run([sys.executable, "-c", begin + script], env=env, capture_output=True, text=True, timeout=60)
    return done.stdout.strip(), done.returncode


ACTS = (
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('example.org', 80)",
    "import subprocess; subprocess.run(['/bin/true'])",
    "import os; os.system('true')",
    "import os; os.fork()",
    "import os; os.execv('/bin/true', ['true'])",
    "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "open('/tmp/onrecord-must-not-be', 'w')",
    "import os; os.open('/tmp/onrecord-must-not-be', os.O_CREAT | os.O_WRONLY)",
    "import tempfile; tempfile.TemporaryFile()",
    "import os; os.remove('/tmp/onrecord-must-not-be')",
)


LIMITED = """
import json, resource as r
limits = [r.getrlimit(what)[0] for what in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_CORE)]
done = []
try:
    bytearray(600_000_000)
    done.append("600 MB")
except MemoryError:
    pass
for act in {acts!r}:
    try:
        exec(act)
        done.append(act)
    except (PermissionError, FileNotFoundError):
        pass
print(json.dumps([limits, done]))
"""


def test_the_process_has_its_share_opens_no_connection_starts_no_process_and_writes_no_file():
    told, code = ran(LIMITED.format(acts=ACTS))
    assert code == 0
    limits, done = json.loads(told)
    assert limits == [MEMORY, 20, 64_000_000, 64, 0], "memory, seconds, file, handles, core"
    assert done == [] and not Path("/tmp/onrecord-must-not-be").exists()


def test_nothing_of_the_environment_is_handed_on_but_what_an_interpreter_needs(monkeypatch):
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://user:secret@host/x")
    script = """import json, os; print(json.dumps({"error": "Saw " + " ".join(sorted(os.environ)) + "."}))"""
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", script))
    with pytest.raises(UploadError) as error:
        intake.read("a.txt", b"x")
    assert "PYTHONPATH" in str(error.value) and "ONRECORD" not in str(error.value)


def test_parsers_are_loaded_by_the_process_and_not_by_the_program():
    heavy = ("pypdf", "lxml", "trafilatura", "py3langid", "charset_normalizer")
    script = f"import sys, onrecord.intake; print([m for m in {heavy} if m in sys.modules])"
    env = os.environ | {"PYTHONPATH": str(Path(sandbox.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


# --- what a file says of itself -------------------------------------------------------------------------------------


def test_a_web_page_gives_its_metadata_and_where_the_report_lies_in_it(warm):
    found = read(warm, honest.article().encode(), "html")
    said = found.proposal
    assert (said.title, said.outlet, said.author) == (honest.LINES[0], "The Coast", "Ilse Berg")
    assert (said.published, said.url, said.language) == ("2021-01-28", "https://coast.example/talks", "en")
    body = found.text[said.body_start : said.body_end]
    assert body.startswith(honest.LINES[0]) and body.endswith(honest.LINES[-1])
    assert "Front page" in found.text and "Front page" not in body
    assert "Subscribe" in found.text and "Subscribe" not in body
    assert "alert" not in found.text


def test_the_title_of_a_page_need_not_stand_in_it(warm):
    told = "".join(f"<p>{line}</p>" for line in honest.LINES[3:])
    found = read(warm, honest.page(told, title="Quite another title").encode(), "html")
    assert found.proposal.title == "Quite another title"
    assert found.text[found.proposal.body_start :].startswith(honest.LINES[3])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Talks resume\n2021/05/19 | politics\n", "2021-05-19"),
        ("Talks resume\nJan. 28, 2021\n", "2021-01-28"),
        ("Talks resume\n3rd May 2021, updated\n", "2021-05-03"),
        ("Talks resume\n28.1.2021\n", "2021-01-28"),
        ("Talks resume\n3/4/2021\n", ""),
        ("Talks resume\n28 January 2021, updated 29 January 2021\n", ""),
        ("Talks resume\n31 February 2021\n", ""),
        ("Talks resume\n28 January 2999\n", ""),
        ("Talks resume\n", ""),
    ],
)
def test_a_day_is_proposed_where_the_top_of_a_text_names_one_and_no_other(text, day, warm):
    assert read(warm, (text + "\n".join(honest.LINES[3:])).encode(), "txt").proposal.published == day


DATELINES = {
    "LOMNA, 11 March 2025 (Kestria Daily) - The talks": ("Kestria Daily", "2025-03-11"),
    "SARNE, Suldan, 22 September 2024 (CPA) — The talks": ("CPA", "2024-09-22"),
    "PORT ODUNA, 31 March 2025 (The Oduna Gazette) - The talks": ("The Oduna Gazette", "2025-03-31"),
    "LOMNA, January 26, 2021 (Wire) -- The talks": ("Wire", "2021-01-26"),
    "LOMNA (Wire) – The talks": ("Wire", ""),
    "LOMNA, Jan. 26 (Wire) - The talks": ("Wire", ""),  # of which year is not said
    "LOMNA, le 9 avril 2025 (Agence Kestrienne) - Les pourparlers": ("Agence Kestrienne", ""),
    "LOMNA, 26 January 2021 /WIRE/. The talks": ("WIRE", "2021-01-26"),
    "Lomna, 11 March 2025 (Kestria Daily) - The talks": ("", ""),
    "LOMNA, 11 March 2025 (Kestria Daily): The talks": ("", ""),
    "UCS Secretary General Olen Marrak (Kestria) - who": ("", ""),
    "LOMNA, 11 March 2025 (updated) - The talks": ("", "2025-03-11"),
    "THE TALKS (a first round) - so it is said": ("", ""),
    "A (B) - LOMNA, 11 March 2025 (Kestria Daily) - The talks": ("", ""),
}


@pytest.mark.parametrize("dateline", counts.some(DATELINES, 6))
def test_outlet_and_day_are_proposed_from_a_dateline_where_it_is_surely_one(dateline, warm):
    body = "resumed on the morning of the second day, and the delegations agreed to go on from there. " * 2
    for text in (f"A headline\n\n{dateline} {body}\n", f"{dateline} {body}\n"):
        proposed = read(warm, text.encode(), "txt").proposal
        assert (proposed.outlet, proposed.published) == DATELINES[dateline]


def test_two_datelines_propose_nothing(warm):
    text = "LOMNA, 11 March 2025 (Kestria Daily) - One.\nORRIN, 12 March 2025 (Coast Post) - Two.\n"
    proposed = read(warm, text.encode(), "txt").proposal
    assert (proposed.outlet, proposed.published) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "Delegates met.\nMore was said later on the same day.",
        "Just one line of text",
        "<!-- code -->\n{'a': 1}",
        "x" * 200 + "\nmore",
        "123 456\n789",
    ],
)
def test_nothing_is_proposed_where_nothing_can_be_relied_on(text, warm):
    said = read(warm, text.encode(), "txt").proposal
    assert (said.title in ("", "{'a': 1}"), said.outlet, said.author, said.published) == (True, "", "", "")


def test_code_of_a_page_at_the_top_of_a_text_lies_outside_the_body(warm):
    found = read(warm, f"!-- Tag (counter.js) -->\n\n{honest.TEXT}\n\n".encode(), "txt")
    body = found.text[found.proposal.body_start : found.proposal.body_end]
    assert body == honest.TEXT and found.proposal.title == honest.LINES[0]


LANGUAGES = {
    "en": "Delegates of the two coastal towns met again on Thursday and agreed to keep the ferry running.",
    "fr": "Les délégués des deux villes côtières se sont retrouvés jeudi et ont convenu de maintenir le bac.",
    "de": "Die Abgesandten der beiden Küstenstädte trafen sich am Donnerstag wieder und behalten die Fähre bei.",
    "ru": "Представители двух прибрежных городов снова встретились в четверг и договорились сохранить паром.",
    "ar": "التقى مندوبو المدينتين الساحليتين مجددا يوم الخميس واتفقوا على إبقاء العبارة تعمل حتى الربيع.",
    "he": "נציגי שתי ערי החוף נפגשו שוב ביום חמישי והסכימו להשאיר את המעבורת פועלת עד האביב הקרוב.",
    "fa": "نمایندگان دو شهر ساحلی روز پنجشنبه دوباره دیدار کردند و توافق کردند کشتی تا بهار کار کند.",
    "tr": "İki kıyı kentinin temsilcileri perşembe günü yeniden buluştu ve feribotun çalışması için anlaştı.",
    "zh": "两个沿海城镇的代表星期四再次会面，同意让渡轮一直运行到春天，但是没有签署任何文件，下一轮会谈日期未定。",
    "el": "Οι εκπρόσωποι των δύο παράκτιων πόλεων συναντήθηκαν ξανά την Πέμπτη και συμφώνησαν για το πλοίο.",
    "pl": "Przedstawiciele obu nadmorskich miast spotkali się ponownie w czwartek i uzgodnili, że prom będzie pływał.",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_language_of_a_text_is_told_from_its_words(code, warm):
    assert read(warm, LANGUAGES[code].encode(), "txt").proposal.language == code


def test_of_two_words_no_language_is_told_but_a_page_may_say_it(warm):
    assert read(warm, b"Hello there", "txt").proposal.language == ""
    page = honest.page("<p>Hello</p>").replace('lang="en"', 'lang="pt-BR"')
    assert read(warm, page.encode(), "html").proposal.language == "pt"


def test_the_texts_that_were_coded_come_back_to_the_letter(texts_folder, warm, record):
    known = set(record.reports["sha256"])
    for path in sorted(texts_folder.glob("*.txt")):
        found = read(warm, path.read_bytes(), "txt")
        assert found.sha256 in known and found.proposal.language == "en", path.name


# --- letters --------------------------------------------------------------------------------------------------------

ENCODED = [
    *((LANGUAGES["ar"], e) for e in ("cp1256", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")),
    *((LANGUAGES["he"], e) for e in ("cp1255", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32")),
    *((LANGUAGES["fa"], e) for e in ("utf-8", "utf-16", "utf-32-le")),
    *((LANGUAGES["ru"], e) for e in ("cp1251", "koi8_r", "utf-16")),
    *((LANGUAGES["fr"] + " « œuvre » à l’été", e) for e in ("cp1252", "utf-16", "utf-8")),
    *((LANGUAGES["de"] + " – „so früh wie möglich“", e) for e in ("cp1252", "utf-16-le")),
    *((LANGUAGES["tr"], e) for e in ("cp1254", "utf-8-sig")),
    *((LANGUAGES["el"], e) for e in ("cp1253", "utf-16")),
    *((LANGUAGES["pl"], e) for e in ("cp1250", "utf-8")),
    *((LANGUAGES["zh"], e) for e in ("gb18030", "big5", "utf-16")),
    *((LANGUAGES["en"] + " It’s “useful” – at £5", e) for e in ("cp1252", "utf-16-be", "utf-8", "ascii")),
    ("両沿岸都市の代表は木曜日に再び会談し、春まで連絡船を運航することで合意した。", "cp932"),
    ("両沿岸都市の代表は木曜日に再び会談し、春まで連絡船を運航することで合意した。", "euc_jp"),
    ("두 해안 도시의 대표들은 목요일에 다시 만나 봄까지 여객선을 운항하기로 합의했다.", "cp949"),
]


def test_texts_in_forty_encodings_are_read_right_or_the_coder_is_asked(warm):
    right, silent = 0, []
    for text, encoding in ENCODED:
        wanted = text.encode(encoding, "ignore").decode(encoding).removeprefix("\ufeff")
        found = read(warm, text.encode(encoding, "ignore"), "txt")
        right += found.text == wanted
        if found.text != wanted and not found.is_guess:
            silent.append(encoding)
    assert len(ENCODED) >= 38 and right >= 0.95 * len(ENCODED) and silent == []


@pytest.mark.parametrize("encoding", ["cp1256", "cp1255", "cp1251", "cp1252", "utf-16-le"])
def test_the_coder_can_say_how_letters_are_encoded(encoding, warm):
    text = {"cp1256": LANGUAGES["ar"], "cp1255": LANGUAGES["he"], "cp1251": LANGUAGES["ru"]}.get(encoding, "café naïf")
    found = read(warm, text.encode(encoding), "txt", encoding)
    assert (found.text, found.encoding, found.is_guess) == (text, encoding, False)


def test_bytes_that_are_no_text_in_the_encoding_that_was_chosen_are_refused(warm):
    with pytest.raises(UploadError, match="encoding"):
        read(warm, "здравствуй".encode("cp1251"), "txt", "utf-8")
    with pytest.raises(UploadError, match="encoding"):
        read(warm, b"hello", "txt", "../etc/passwd")


def test_a_page_is_read_as_it_says_unless_its_bytes_are_unicode(warm):
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1255"></head>'
    page = f"{head}<p>{LANGUAGES['he']}"
    assert LANGUAGES["he"] in read(warm, page.encode("cp1255"), "html").text
    assert LANGUAGES["he"] in read(warm, page.encode("utf-8"), "html").text
    latin = '<html><meta charset="iso-8859-1"><p>“café”</p>'
    assert "“café”" in read(warm, latin.encode("cp1252"), "html").text


def test_line_ends_are_one_sort_and_control_characters_show_and_are_counted(warm):
    found = read(warm, b"a\r\nb\rc\x0bd\x0ce\n\x07f\x1b[31m\xc2\x80 end of it", "txt")
    assert found.text == "a\nb\nc\nd\ne\n\ufffdf\ufffd[31m\ufffd end of it" and not CONTROL.search(found.text)
    assert [w for w in found.warnings if w.startswith("3 control")]


UNSEEN = {
    "\u202e": "direction",
    "\u2066": "direction",
    "\u200f": "direction",
    "\u061c": "direction",
    "\u200b": "no width",
    "\u200d": "no width",
    "\ufeff": "no width",
    "\u00ad": "no width",
    "\U000e0041": "no width",
}


@pytest.mark.parametrize("character", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
def test_what_cannot_be_seen_is_kept_and_said(character, warm):
    text = f"An ordinary line{character} of text."
    found = read(warm, text.encode(), "txt")
    assert found.text == text and any(UNSEEN[character] in w for w in found.warnings)


def test_letters_that_were_spoilt_on_the_way_are_said(warm):
    spoilt = "The cafÃ© said â€œnoâ€\x9d.\nNothing here.".encode()
    assert any("wrong encoding" in w for w in read(warm, spoilt, "txt").warnings)
    assert any("lost" in w for w in read(warm, "a caf\ufffd".encode(), "txt").warnings)
    assert read(warm, "Ein Café – „nein“, São Paulo, naïf".encode(), "txt").warnings == ()


HIDDEN = {
    "not displayed": '<p style="color:red; display : none">hidden words</p>',
    "invisible": '<p style="visibility:hidden">hidden words</p>',
    "an attribute": "<p hidden>hidden words</p>",
    "no size": '<p style="font-size:0px;">hidden words</p>',
    "see-through": '<p style="opacity: 0">hidden words</p>',
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_a_page_hides_is_left_out_and_counted(how, warm):
    found = read(warm, honest.page(f"<p>Shown.</p>{HIDDEN[how]}<p>More.</p>").encode(), "html")
    assert found.text == "Shown.\n\nMore." and found.warnings == ("12 characters hidden on the page: left out.",)


def test_what_is_written_in_white_is_kept_and_counted(warm):
    for style in ("color:#fff", "COLOR: white;", "background:red;color:rgb(255, 255, 255)"):
        page = honest.page(f'<p>Shown.</p><p style="{style}">pale</p>')
        found = read(warm, page.encode(), "html")
        assert "pale" in found.text and "4 characters written in white" in found.warnings[0]
    plain_page = honest.page('<p style="background-color:#fff">dark</p>')
    assert read(warm, plain_page.encode(), "html").warnings == ()


def test_what_a_word_file_hides_is_left_out_and_what_is_white_or_deleted_is_told_apart(warm):
    body = (
        honest.paragraph("Shown.")
        + honest.paragraph("hidden", "<w:vanish/>")
        + honest.paragraph("kept", '<w:vanish w:val="0"/>')
    )
    body += honest.paragraph("pale", '<w:color w:val="FFFFFF"/>')
    body += "<w:p><w:del><w:r><w:t>deleted</w:t><w:delText>gone</w:delText></w:r></w:del></w:p>"
    body += "<w:p><w:r><w:instrText>INCLUDETEXT x</w:instrText><w:tab/><w:t>after</w:t>"
    body += "<w:br/><w:sym w:char='F0B7'/></w:r></w:p>"
    found = read(warm, honest.docx(body), "docx")
    assert found.text.split() == ["Shown.", "kept", "pale", "after", "\ufffd"]
    assert [w[:8] for w in found.warnings[:2]] == ["6 charac", "4 charac"]


def test_text_a_pdf_draws_invisibly_is_kept_and_said(warm):
    drawn = b"BT /F1 11 Tf 50 700 Td (Shown words) Tj 3 Tr 0 -20 Td (unseen words) Tj ET"
    found = read(warm, honest.pdf((drawn,)), "pdf")
    assert "unseen words" in found.text and "invisibly" in found.warnings[0]
    assert read(warm, honest.pdf(), "pdf").warnings == ()


def test_notes_of_a_word_file_come_after_its_text(warm):
    notes = honest.document(honest.paragraph("A note at the foot.")).encode()
    found = read(warm, honest.docx(parts={"word/footnotes.xml": notes}), "docx")
    assert found.text.rstrip().endswith("A note at the foot.")


# --- what is refused ------------------------------------------------------------------------------------------------

MINE = {
    "txt": honest.TEXT.encode(),
    "html": honest.article().encode(),
    "docx": honest.docx(),
    "pdf": honest.pdf(),
}
SPOOFS = [(ending, kind) for ending in ("docx", "pdf", "html") for kind in MINE if kind != ending]
SPOOFS += [("txt", "docx"), ("txt", "pdf")]


@pytest.mark.parametrize(("ending", "kind"), SPOOFS)
def test_a_file_that_is_not_what_it_is_called_is_refused(ending, kind, warm):
    assert "name of this file" in refused(warm, MINE[kind], ending)


@pytest.mark.parametrize("kind", MINE)
def test_without_an_ending_the_content_alone_decides(kind, warm):
    assert read(warm, MINE[kind]).kind == kind


FOREIGN = {
    "an older Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "rich text": b"{\\rtf1 Hello}",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a photograph": b"\xff\xd8\xff\xe0" + bytes(100),
    "a picture that is a script": b"GIF89a=1;alert(1)//" + b"<html>",
    "a program": b"MZ\x90\x00" + bytes(100),
    "another program": b"\x7fELF" + bytes(100),
    "a script": b"#!/bin/sh\nrm x",
    "a packed file": b"\x1f\x8b\x08" + bytes(50),
    "a database": b"SQLite format 3\x00" + bytes(100),
    "an e-mail": b"Return-Path: <a@b>\nSubject: x\n\nhello",
    "noise": random.Random(1).randbytes(5000),
    "zeros": bytes(5000),
    "data": b'<?xml version="1.0"?><graphml><node id="a"/></graphml>',
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>',
}


@pytest.mark.parametrize("what", FOREIGN)
def test_whatever_is_none_of_the_four_is_refused_whatever_it_is_called(what, warm):
    for ending in ("", "html", "docx", "pdf"):
        refused(warm, FOREIGN[what], ending)


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv", "zip", "exe", "eml", "svg", "doc", "rtf", "mhtml", "json"])
def test_a_name_that_is_not_on_the_list_is_refused_before_the_file_is_looked_at(ending, warm):
    assert f".{ending}" in refused(warm, honest.TEXT.encode(), ending)


def test_a_text_may_begin_with_the_letters_of_another_format(warm):
    for text in ("MZ wrote to the council that day.", "RIFF is a word, too.", "GIF8 or not."):
        assert read(warm, text.encode(), "txt").text == text


def test_two_files_in_one_are_refused(warm):
    archive, page, paper = honest.docx(), honest.article().encode(), honest.pdf()
    both = {
        "a PDF with an archive behind it": (paper + archive, "pdf"),
        "a page with an archive behind it": (page + archive, "html"),
        "a text with an archive behind it": (honest.TEXT.encode() + archive, "txt"),
        "an archive with a PDF before it": (b"PK\x03\x04" + paper + archive, "docx"),
        "a page with a PDF in it": (b"<!-- %PDF-1.7 -->" + page, "html"),
        "a PDF with a page in its head": (b"%PDF-1.7\n<html><script>1</script>" + paper, "pdf"),
        "a text with a PDF in it": (b"hello\n" + paper, "txt"),
    }
    for what, (content, ending) in both.items():
        assert "two things" in refused(warm, content, ending) or what.startswith("an archive"), what
        refused(warm, content, "")


NAMES = [
    "../../etc/passwd",
    "a\x00.txt",
    "\u202egpj.txt",
    "x" * 300,
    "CON",
    "-rf",
    "a/b\\c.txt",
    "раssport.txt",
    ".",
    "",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_only_the_ending_of_a_name_is_ever_looked_at(name):
    assert intake.sandbox.file_suffix(name) in ("", "txt")


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("No. 5", ""), ("a.b c", ""), ("a.html ", "html"), ("x.7z", "")],
)
def test_an_ending_is_what_looks_like_one(name, ending):
    assert intake.sandbox.file_suffix(name) == ending


# --- archives, entities, sizes --------------------------------------------------------------------------------------


def test_an_archive_that_lies_or_bursts_is_refused_before_it_is_unpacked(warm):
    bombs = hostile.bombs()
    for what, ending in ((what, ending) for what in bombs for ending in ("docx", "")):
        told = warm.ask(bombs[what], ending)
        assert told["answer"] and "error" in told["answer"], (what, ending)
        plain(str(told["answer"]["error"]))
        assert told["rss"] < MEMORY / 3, (what, ending)
    assert len(bombs) >= 40


@pytest.fixture
def canary():
    """A file with a secret, and a listener that counts who calls."""
    calls, listener = [], socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                calls.append(listener.accept())
            except OSError:
                return

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", calls
    time.sleep(0.05)
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def test_entities_and_inclusions_are_refused_in_every_part_and_nothing_is_fetched(warm, canary, tmp_path):
    url, calls = canary
    secret = tmp_path / "secret"
    secret.write_text("the password is swordfish")
    targets = [hostile.declarations(target) for target in (url, secret.as_uri())]
    for what, target in counts.pairs(targets[0], range(2)):
        ending, content = targets[target][what]
        assert "swordfish" not in refused(warm, content, ending), what
    assert calls == []


def test_what_would_be_fetched_or_run_is_left_aside_and_the_text_is_read(warm, canary):
    url, calls = canary
    made = hostile.reaching(url)
    for what, (ending, content) in made.items():
        found = read(warm, content, ending)
        assert honest.LINES[3] in found.text and url not in found.text, what
        assert found.warnings or ending == "html" or "address" in what or "form" in what, what
    assert len(made) >= 24 and calls == []


def test_what_is_too_much_is_given_up_early(warm):
    for what, (ending, content) in hostile.huge().items():
        told = warm.ask(content, ending)
        assert isinstance(outcome(told), str), what
        assert plain(outcome(told)) != sandbox.SLOW, what
        assert told["rss"] < MEMORY / 2, what


def test_a_pdf_whose_packed_bytes_look_like_the_tag_of_a_paragraph_is_a_pdf():
    assert kinds.kind_of(b"%PDF-1.7\n1 0 obj\nstream\n\x9c<p\xb9<P>\x00<h1 \nendstream", "pdf") == "pdf"
    with pytest.raises(UploadError, match="two things at once"):
        kinds.kind_of(b"%PDF-1.7\n<html><body>", "pdf")


def test_a_locked_pdf_and_one_of_pictures_say_what_to_do(warm):
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(PdfReader(io.BytesIO(honest.pdf()))), io.BytesIO()
    writer.encrypt("secret")
    writer.write(out)
    assert "password" in refused(warm, out.getvalue(), "pdf")
    assert "OCR" in refused(warm, honest.pdf((b"0 0 100 100 re f",)), "pdf")


# --- faults nobody thought of ---------------------------------------------------------------------------------------


def seeds():
    """Sixty files of every kind, honest and other."""
    rich = honest.paragraph("Bold", "<w:b/>") + f"<w:tbl><w:tr><w:tc>{honest.paragraph('Cell')}</w:tc></w:tr></w:tbl>"
    made = [("txt", text.encode(e, "ignore")) for text, e in ENCODED[::4]]
    made += [("html", honest.page(f"<p>{text}</p>").encode()) for text in LANGUAGES.values()]
    made += [("html", honest.article().encode()), ("", honest.article().encode("utf-16"))]
    made += [
        ("docx", honest.docx()),
        ("docx", honest.docx(rich)),
        ("docx", honest.docx(honest.paragraph(LANGUAGES["ar"]))),
    ]
    made += [("pdf", honest.pdf((honest.stream(),) * n, info="/Title (A title)")) for n in (1, 2, 5)]
    made += list(hostile.reaching("http://127.0.0.1:9/").values())[::2]
    made += list(hostile.declarations("http://127.0.0.1:9/").values())[::5]
    made += [("", content) for content in list(hostile.bombs().values())[::6] if len(content) < 100_000]
    made += [("xlsx", hostile.workbook("<row/>")), ("", hostile.workbook("<row/>")), ("", FOREIGN["an e-mail"])]
    made += [("csv", b"a,b\n1,2"), ("json", b'{"a": 1}'), ("xml", FOREIGN["data"])]
    return made


def fuzzed(n, start):
    """What became of `n` files with faults: how many were read, and the largest and slowest of them."""
    process, chance, held = Warm(), random.Random(start), seeds()
    n_read, rss, seconds = 0, 0, 0.0
    try:
        for number in range(n):
            ending, content = hostile.mutated(chance, held)
            told = process.ask(content, ending)
            found = outcome(told)
            assert isinstance(found, intake.Upload) or plain(found), number
            assert found != sandbox.SLOW, (start, number)
            n_read += isinstance(found, intake.Upload)
            rss, seconds = max(rss, told["rss"]), max(seconds, told["seconds"])
    finally:
        process.close()
    return n_read, rss, seconds


def test_a_file_with_faults_is_read_or_refused_in_one_sentence_within_its_limits():
    assert len(seeds()) >= 60
    results, n_shares = [], counts.of(1, 2)
    n = N_FUZZED // n_shares
    shares = [threading.Thread(target=lambda s=s: results.append(fuzzed(n, s))) for s in range(1, n_shares + 1)]
    for share in shares:
        share.start()
    for share in shares:
        share.join()
    assert len(results) == n_shares, "a worker broke off"
    assert all(0 < n_read < n and rss < MEMORY and seconds < sandbox.WALL for n_read, rss, seconds in results), results
    print(json.dumps({"n": N_FUZZED, "read, rss, seconds": results}))


def test_the_sentences_of_the_process_are_plain():
    for sentence in (
        worker.TOO_MUCH,
        worker.TOO_DEEP,
        worker.NO_TEXT,
        worker.TOO_LONG,
        sandbox.DAMAGED,
        sandbox.SLOW,
        sandbox.BUSY,
    ):
        plain(sentence)


def test_whatever_format_is_known_has_a_parser_is_offered_and_believed():
    for kind, known in kinds.FORMATS.items():
        assert callable(import_module(f"onrecord.intake.{known.parser}").extracted_text)
        assert [intake.KIND_OF_ENDING[ending] for ending in known.endings] == [kind] * len(known.endings)
