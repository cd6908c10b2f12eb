"""What MkDocs does not do by itself: the project's README.md as the first page, links to what is no page, code that can be
scrolled by the keyboard, and site.json, the list of the files by which the program serves them."""
import base64
import hashlib
import json
import os
import pathlib
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(((?![a-z]+:|#)[^)#]*)(#[^)]*)?\)")
LEFT_OUT = (".gz", ".map", ".md", ".xml", "404.html")
INLINE = re.compile(rb"<script>(.*?)</script>", re.S)


def on_files(files, config):
    urls = config["use_directory_urls"]
    files.append(File("README.md", str(ROOT), config["site_dir"], urls))
    files.append(File("site.css", str(ROOT / "etc" / "site"), config["site_dir"], urls))
    return files


def on_page_markdown(markdown, page, config, files):
    """A link to a file of the project that is no page becomes the file's path, since a reader has that file elsewhere."""
    source = pathlib.Path(page.file.abs_src_path)
    docs = pathlib.Path(config["docs_dir"]).resolve()

    def link(match):
        text, target, section = match.group(1), match.group(2), match.group(3) or ""
        file = pathlib.Path(os.path.normpath(source.parent / target))
        if not file.exists():
            raise SystemExit("%s links to %s, which is not there" % (source, target))
        for name in (file, file / "README.md"):
            if name == ROOT / "README.md":
                return "[%s](%s%s)" % (text, "../" * page.file.src_path.count("/") + "README.md", section)
            if docs in name.parents and files.get_file_from_path(str(name.relative_to(docs))):
                start = docs / page.file.src_path
                return "[%s](%s%s)" % (text, os.path.relpath(name, start.parent), section)
        path = "`%s`" % file.relative_to(ROOT)
        return path if text.strip("`") in path else "%s (%s)" % (text, path)

    markdown = LINK.sub(link, markdown)
    return markdown.replace("](docs/img/", "](img/")  # the pictures of README.md


def on_page_content(html, page, config, files):
    return html.replace("<pre><code", '<pre><code tabindex="0"')  # what scrolls is reached by the keyboard


def on_post_build(config):
    site = pathlib.Path(config["site_dir"])
    served, scripts = {}, set()
    for file in sorted(site.rglob("*")):
        if file.is_dir():
            continue
        name = file.relative_to(site).as_posix()
        if name.endswith(LEFT_OUT) or "/lunr/" in name:
            file.unlink()
            continue
        content = file.read_bytes()
        served[name] = hashlib.sha256(content).hexdigest()[:16]
        if name.endswith(".html"):
            scripts.update(hashlib.sha256(inline).digest() for inline in INLINE.findall(content))
    hashes = sorted("'sha256-%s'" % base64.b64encode(one).decode() for one in scripts)
    (site / "site.json").write_text(json.dumps({"scripts": hashes, "files": served}, indent=1))
