"""The commands that prove where published files come from."""

import sys
from pathlib import Path

import click

from planbook.commands.language import say
from planbook.commands.manners import ANY_ROOT, FILE, FORMAT, LANGUAGE, findings_report, user_errors, with_plans
from planbook.messages.diagnostics import Text


@click.command()
@click.argument("path", metavar="SITE|FILE", type=click.Path(exists=True, path_type=Path))
@ANY_ROOT
@FORMAT
@click.option(
    "--signed-by", "key", metavar="KEY", type=FILE, help="The list of files must be signed with this public key."
)
def verify_command(path: Path, root: Path, form: str, key: Path | None) -> None:
    """Prove that published files say what the data of their revision say.

    SITE is a published folder (site/, site-offline/, site-gathered/); FILE one of its files, or a Word draft, workbook or PDF from
    anywhere. KEY is the public key of minisign or ssh (id_ed25519.pub) of who published the site.
    Exit 0 if all agree, 1 with what does not, 2 usage, 3 machine.
    """
    from planbook.gathering.proof import is_gathered, verify_gathered
    from planbook.verify.file import verify_file
    from planbook.verify.site import signature_findings, site_of, verify_site

    with user_errors():
        unsigned = [] if key is None else signature_findings(path, key)
        site = path if path.is_dir() else site_of(path.absolute())
        if site is not None and is_gathered(site):
            result = verify_gathered(site, root.resolve(), path)
        else:
            result = (verify_site if path.is_dir() else verify_file)(path, with_plans(root).resolve())
        result.findings[:0] = unsigned
    click.echo(findings_report(result.findings, result.lines, form), nl=False)
    if form == "text":
        for sentence in (result.summary, *result.notes):
            click.echo(say(sentence))
    sys.exit(bool(result.findings))


@click.command()
@click.argument("key", type=FILE)
@click.argument("sites", metavar="[SITE]...", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@LANGUAGE
def sign_command(key: Path, sites: tuple[Path, ...]) -> None:
    """Sign the list of files of published folders; without any, of site/ and site-offline/ below this one.

    KEY is a secret key of minisign or ssh (id_ed25519), which minisign or ssh-keygen opens; the signature stands
    beside manifest.json until the next build.
    """
    from planbook.repository.signatures import sign

    with user_errors():
        for site in sites or (Path("site"), Path("site-offline")):
            click.echo(say(Text("signed: {file}", {"file": sign(site, key)})))
