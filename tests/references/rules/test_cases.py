"""Labelled cases: what each rule must find, and what only looks like it and must be left alone.

A case is an entry's inside, or a whole text where it begins with `@`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backmatter.references.rules.registry import check
from backmatter.references.rules.rule import Library

FOUND = [
    ("BM131", "@book{a b, title = {A}}"),
    ("BM132", "@book{title = {A}, year = 2001}"),
    ("BM132", "@string{jan1 = {A}}@book{title=jan1, year = 2001}"),
    ("BM134", "@proceedings{b, title={B}, year=2001}@inproceedings{a, title={A}, crossref={b}}"),
    ("BM201", "@techreport{a, author = {A, B}, title = {T}, year = 2001}"),
    ("BM201", "@inproceedings{a, author = {A, B}, title = {T}, year = 2001}"),
    ("BM203", "date = {1540}, journal = {J}"),
    ("BM203", "year = {98}, journal = {J}"),
    ("BM204", "pages = {E1388--E1384}"),
    ("BM205", "author = {Omlor, G and Lorenz, S et al.}"),
    ("BM205", "author = {程根伟等}"),
    (
        "BM206",
        (
            "@article{a, title={Licences for the editor WinCells}, author={A, B}, journal={J},"
            " year=2002, volume=14, number=2, pages={20--21}}"
            "@article{b, title={Licences for the editor WinCells}, author={A, B}, journal={J},"
            " year=2003, volume=14, number=2, pages={20--21}}"
        ),
    ),
    ("BM208", "date = {2021-02-29}"),
    ("BM208", "urldate = {3 May 2020}"),
    ("BM209", "month = {13}"),
    ("BM209", 'month = "sept."'),
    ("BM211", "tilte = {A}"),
    ("BM211", "substitle = {A}"),
    ("BM214", "title = {A}, journal = {n/a}"),
    ("BM214", "volume = {???}"),
    ("BM215", "journal = {One}, journaltitle = {Two}"),
    ("BM220", "pages = {12–15, 20-25}"),
    ("BM221", "pages = {p. 12}"),
    ("BM224", "number = {No. 4}"),
    ("BM225", "edition = {第3版}"),
    ("BM233", "author = {Smith, J. and Ministry of Health}"),
    ("BM233", "author = {R Development Core Team}"),
    ("BM230", "author = {OMLOR, G. W. and Lorenz, S.}"),
    ("BM240", "title = {{How cells move in water.}}"),
    ("BM241", "title = {Growth of iPS cells and pH}"),
    ("BM250", "journal = {Bone &#38; Joint}"),
    ("BM250", "title = {CO<sub>2</sub> in water}"),
    ("BM251", "author = {GarcÃ­a, José}"),
    ("BM252", "title = {The de\ufb01nition of cells}"),
    ("BM252", "title = {Disc\u200c cells}"),
    ("BM254", "title = {100% of cells}"),
    ("BM255", "title = {The $\\alpha subunit of cells}"),
    ("BM265", "keywords = {disc; cell; Disc}"),
    ("BM301", "doi = {doi:10.1000/a}"),
    ("BM301", "doi = {n.a.}"),
    ("BM304", "doi = {10.5555/12345678}"),
    ("BM304", "doi = {10.123456/abc}"),
    ("BM306", "note = {doi: 10.1000/abc.5}"),
    ("BM306", "pages = {10.1000/abc.5}"),
    ("BM311", "issn = {0036-8076 (print)}"),
    ("BM312", "isbn = {0-306-40615-3}"),
    ("BM312", "isbn = {978030640615}"),
    ("BM312", "isbn = {hardcover 0-306-40615-3}"),
    ("BM312", "isbn = {0-306-40615-2 0-306-4}"),
    ("BM313", "note = {ISBN 978-0-306-40615-7}"),
    ("BM314", "pmcid = {30044070}"),
    ("BM315", "eprint = {2013.12345}, eprinttype = {arxiv}"),
    ("BM315", "eprint = {1501.0001}, archiveprefix = {arXiv}"),
    ("BM316", "orcid = {https://orcid.org/0000-0002-1825-0098}"),
    ("BM317", "journal = {CoRR}, volume = {abs/1706.03762}"),
    ("BM320", "url = {http:/example.org/a}"),
    ("BM320", "url = {http://http://example.org}"),
    ("BM320", "url = {https://example}"),
    ("BM321", "url = {https://example.org/a{\\_}b}"),
]
LEFT_ALONE = [
    ("BM131", "@book{DBLP:conf/aaai/Smith+08, title = {A}}"),
    ("BM131", "@book{程根伟1999, title = {A}}"),
    ("BM132", '@abnt-options{abnt-doi=none, abnt-doi="none", key="a"}'),
    ("BM134", "@mvbook{b, title={B}}@bookinbook{a, title={A}, crossref={b}}"),
    ("BM134", "@book{b, title={B}, date={2001}}@inbook{a, title={A}, crossref={b}}"),
    ("BM201", "@article{a, title = {T}, journal = {J}, pubstate = {inpress}}"),
    ("BM201", "@misc{a, title = {T}, year = 2001}"),
    ("BM201", "@inbook{a, author = {A, B}, title = {T}, chapter = 3, year = 2001}"),
    ("BM201", "@inproceedings{a, title = {T}, crossref = {missing}}"),
    ("BM201", "@article{a, author = {A, B}, title = {T}, journal = {J}, note = {In press}}"),
    ("BM201", "@symbol{sum, name = {\\sum}, description = {sum of}}"),
    ("BM201", "@customc{a, title = {A}, annotation = {N}}"),
    ("BM201", "@article{a, author = {A, B}, title = {T}, journal = {\\apj}, year = 2001}"),
    (
        "BM202",
        (
            "@article{a, title={Calendar}, author={A, B}, year=1990, journal={J}, number=1}"
            "@article{b, title={Calendar}, author={A, B}, year=1990, journal={J}, number=2}"
        ),
    ),
    ("BM203", "date = {-0044}, type = {A}"),
    ("BM203", "year = {forthcoming}"),
    ("BM203", "title = {درختان پوشای کمینه}, year = {1387}, journal = {J}"),
    ("BM204", "pages = {1337-45}"),
    ("BM204", "pages = {LL16--04}"),
    ("BM204", "pages = {A3-1}"),
    ("BM203", "date = {13th Century}"),
    ("BM205", "author = {{Ministry of Health and Welfare}}"),
    ("BM205", "author = {Omlor, G. and others}"),
    ("BM205", "author = {{\\bibcorporate{Centre for Research and Training}}}"),
    (
        "BM206",
        (
            "@book{a, title={Introduction to cells, volume 1}, author={A, B}, year=1990}"
            "@book{b, title={Introduction to cells, volume 2}, author={A, B}, year=1990}"
        ),
    ),
    (
        "BM206",
        (
            "@book{a, title={A history of cells I}, author={A, B}, year=1990}"
            "@book{b, title={A history of cells II}, author={A, B}, year=1990}"
        ),
    ),
    (
        "BM206",
        (
            "@mvbook{b, title={A history of cells in ten volumes}, author={A, B}, date={1990}}"
            "@book{c, title={A history of cells in ten volumes}, volume=2, author={A, B},"
            " date={1990}, crossref={b}}"
        ),
    ),
    (
        "BM206",
        (
            "@article{a, title={Licences for the editor WinCells}, author={A, B}, journal={J},"
            " year=2002, volume=14, number=2, pages={20--21}}"
            "@article{b, title={Licences for the editor WinCells}, author={A, B}, journal={J},"
            " year=2003, volume=15, number=2, pages={20--21}}"
        ),
    ),
    (
        "BM206",
        "".join(
            f"@article{{a{number}, title={{New packages on the net}}, author={{A, B}},"
            f" journal={{J}}, year=2013, volume=25, number={number}, pages={{43--46}}}}"
            for number in (1, 2, 3, 4)
        ),
    ),
    ("BM208", "date = {2003-05/2004-06}"),
    ("BM208", "date = {2004-21}"),
    ("BM208", "date = {199X}"),
    ("BM209", "month = jan"),
    ("BM209", "month = {22}"),
    ("BM209", "month = {12}"),
    ("BM210", "@conference{a, title = {A}}"),
    ("BM211", "x-note = {A}"),
    ("BM211", "bdsk-url-1 = {A}"),
    ("BM211", "titel-de = {A}"),
    ("BM211", "locationa = {A}"),
    ("BM211", "publisher-l = {A}"),
    (
        "BM211",
        (
            "@online{a, blogtitle={A}}@online{b, blogtitle={B}}"
            "@online{c, blogtitle={C}}@online{d, title={D}}"
        ),
    ),
    ("BM214", "abstract = {n/a}"),
    ("BM214", "author = {None, Jean}"),
    ("BM215", "year = {2018}, date = {2018-03}"),
    ("BM220", "pages = {A3-1}"),
    ("BM220", "pages = {073101-3}"),
    ("BM220", "pages = {12--15}"),
    ("BM220", "pages = {46-67}, date = {2001}"),
    ("BM221", "pages = {P12}"),
    ("BM222", "pages = {101--9}"),
    ("BM224", "volume = {Neue Folge 3}"),
    ("BM224", "number = {B12}"),
    ("BM225", "edition = {2nd ed., revised}"),
    ("BM225", "edition = {Second}"),
    ("BM226", "journal = {J}, year = 2018, volume = 2018"),
    ("BM230", "author = {KIM, J.}"),
    ("BM230", "author = {{SAGE} {III} {ATBD} and Ann Smith}"),
    ("BM230", "author = {ACM\\slash SIGGRAPH and Ann Smith}"),
    ("BM231", "author = {{A. B.}}"),
    ("BM231", "author = {E, X. Q.}"),
    ("BM232", "author = {O, Jin-ah}"),
    ("BM233", "author = {{World Health Organization}}"),
    ("BM233", "author = {Council, Joan}"),
    ("BM233", "author = {Joan Council}"),
    ("BM234", "author = {Wang, Y. and Wang, Y.}"),
    ("BM234", "editor = {Sodeman, Jr., William A. and Sodeman, William A.}"),
    ("BM240", "title = {Letters from Apple Inc.}"),
    ("BM240", "title = {Life in the U.S.}"),
    ("BM240", "title = {To be continued...}"),
    ("BM240", "title = {\\enquote{That will really not do.}}"),
    ("BM240", "title = {First part. Second part.}"),
    ("BM241", "title = {Growth of {DNA} in $H_2O$}"),
    ("BM241", "title = {Growth of Bones}"),
    ("BM241", "@book{a, title = {The DNA of cells}}"),
    ("BM241", "title = {Das DNA-Buch}, langid = {german}"),
    ("BM241", "title = {Asynchronous regulation OF splicing events}"),
    ("BM242", "title = {DNA, RNA and PCR}"),
    ("BM250", "title = {Cells &c; others}"),
    ("BM250", "title = {$a<b$ and $c>d$}"),
    ("BM251", "title = {São Paulo and Ãnima}"),
    ("BM251", "author = {Ångström, Anders}"),
    ("BM252", "title = {زی\u200cپرشین، فراتر از یک ابزار}"),
    ("BM253", "author = {Müller, Jan}"),
    ("BM254", "title = {Bone \\& cartilage}"),
    ("BM254", "title = {See \\url{https://example.org/a#b}}"),
    ("BM255", "title = {US\\$ and $x$}"),
    (
        "BM260",
        (
            "@article{a, title={A}, journal={Annals of Statistics, Series A}}"
            "@article{b, title={B}, journal={Annals of Statistics, Series B}}"
        ),
    ),
    (
        "BM260",
        (
            "@article{a, title={A}, journal={Journal of Cell Research}}"
            "@article{b, title={B}, journal={Journal of Cell Research: Human Cells}}"
        ),
    ),
    (
        "BM260",
        (
            "@article{a, title={A}, journal={Journal of Cell Research: Human Cells}}"
            "@article{b, title={B}, journal={Journal of Cell Research: Animal Cells}}"
        ),
    ),
    (
        "BM260",
        (
            "@article{a, title={A}, journal={Bulletin of Cell Growth}}"
            "@article{b, title={B}, journal={Bulletin of Cell Growth (New Series)}}"
        ),
    ),
    (
        "BM260",
        (
            "@article{a, title={A}, journal={Computer Graphics}}"
            "@article{b, title={B}, journal={Computers and Graphics}}"
        ),
    ),
    (
        "BM260",
        (
            "@article{a, title={A}, journal={arXiv:math.NA/0104280}}"
            "@article{b, title={B}, journal={arXiv:math-ph/0312074}}"
        ),
    ),
    ("BM265", "keywords = {Stress, Mechanical,Stress, Physical}"),
    ("BM265", "keywords = {Types --- Manuals, notes, etc.; Printing --- Manuals, notes, etc.}"),
    ("BM265", "keywords = {Gettysburg, Battle of, Gettysburg, Pa., Gettysburg -- History}"),
    ("BM265", "keywords = {Cells, human; Discs; Growth, human}"),
    ("BM304", "doi = {10.5555/3295222.3295349}"),
    ("BM304", "doi = {10.5555/1234567}"),
    ("BM301", "doi = {10.1016/S0021-9258(19)50500-1}"),
    ("BM301", "doi = {10.1002/(SICI)1097-4636(199823)43:4<422::AID-JBM10>3.0.CO;2-1}"),
    ("BM301", "doi = {10/fg6rf9}"),
    ("BM301", "doi = {10.1000/a\\_b}"),
    (
        "BM305",
        (
            "@book{b, title={The book of cells}, editor={A, B}, year=2001, doi={10.1000/1}}"
            "@incollection{a, title={Growth}, booktitle={The Book of Cells: A Reader},"
            " author={A, B}, year=2001, doi={10.1000/1}}"
        ),
    ),
    ("BM306", "doi = {10.1000/1}, url = {https://doi.org/10.1000/1}"),
    ("BM306", "url = {https://onlinelibrary.wiley.com/doi/10.1002/wdev.343}"),
    ("BM311", "issn = {0036-8075 (Print) 1095-9203 (Linking)}"),
    ("BM312", "isbn = {978-0-306-40615-7 (pbk.), 0-306-40615-2}"),
    ("BM312", "isbn = {978 0 306 40615 7}"),
    ("BM312", "isbn = {hardcover 0-306-40615-2}"),
    ("BM312", "isbn = {0-306-40615-2 et 978-0-306-40615-7 relié}"),
    ("BM313", "note = {see ISBN}"),
    ("BM314", "pmid = {30044070}"),
    ("BM315", "eprint = {hep-th/9901001v2}, eprinttype = {arxiv}"),
    ("BM315", "eprint = {2346}, eprinttype = {jstor}"),
    ("BM317", "journal = {arXiv}, eprint = {1706.03762}"),
    ("BM320", "url = {https://例子.测试/a}"),
    ("BM320", "url = {ftp://ftp.example.org/a.txt}"),
    ("BM320", "url = {urn:isbn:9780306406157}"),
    ("BM320", "url = {https://web.archive.org/web/2019/http://example.org/}"),
    ("BM320", "url = {\\url{https://example.org/a_b}}"),
    ("BM321", "url = {https://example.org/~a/b_c}"),
]


def codes(text: str, library_of: Callable[[str], Library]) -> set[str]:
    whole = text if text.startswith("@") else f"@article{{a,\n  {text}\n}}\n"
    return {found.code for found in check(library_of(whole))}


@pytest.mark.parametrize(("code", "text"), FOUND)
def test_it_is_found(code: str, text: str, library_of: Callable[[str], Library]) -> None:
    assert code in codes(text, library_of)


@pytest.mark.parametrize(("code", "text"), LEFT_ALONE)
def test_it_is_left_alone(code: str, text: str, library_of: Callable[[str], Library]) -> None:
    assert code not in codes(text, library_of)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("BM213", "@book{a, title = {A}, organization = {}, crossref = {b}}"),
        ("BM254", "@book{a, title = {Ways of sound % (1998)\n and light}}"),
    ],
)
def test_it_is_found_and_left_to_its_owner(
    code: str, text: str, library_of: Callable[[str], Library]
) -> None:
    (hit,) = [found for found in check(library_of(text)) if found.code == code]
    assert hit.fix is None
