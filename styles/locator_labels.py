"""What a locator may be called in a citation, and CSL's name for it (CSL 1.0.2, "Locators")."""

from __future__ import annotations

_WORDS = {
    "act": "act acts",
    "appendix": "app. appendix appendices",
    "article-locator": "art. arts. article articles",
    "book": "bk. bks. book books",
    "canon": "canon canons",
    "chapter": "ch. chs. chap. chaps. chapter chapters",
    "column": "col. cols. column columns",
    "elocation": "loc. locs. location locations",
    "equation": "eq. eqs. equation equations",
    "figure": "fig. figs. figure figures",
    "folio": "fol. fols. folio folios",
    "issue": "no. nos. issue issues",
    "line": "l. ll. line lines",
    "note": "n. nn. note notes",
    "opus": "op. opp. opus opera",
    "page": "p. pp. page pages",
    "paragraph": "para. paras. paragraph paragraphs ¶ ¶¶",
    "part": "pt. pts. part parts",
    "rule": "r. rr. rule rules",
    "scene": "sc. scs. scene scenes",
    "section": "sec. secs. section sections § §§",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supp. supps. supplement supplements",
    "table": "tab. tabs. table tables",
    "timestamp": "timestamp timestamps",
    "title-locator": "tit. tits. title titles",
    "verse": "v. vv. verse verses",
    "version": "ver. vers. version versions",
    "volume": "vol. vols. volume volumes",
}

LABELS = {word: label for label, words in _WORDS.items() for word in words.split()}
"""Word or abbreviation (lower case) → CSL's locator type."""

MEASURES = {
    "页": "page",
    "頁": "page",
    "章": "chapter",
    "节": "section",
    "節": "section",
    "卷": "volume",
    "册": "book",
    "冊": "book",
    "期": "issue",
    "部分": "part",
    "段": "paragraph",
    "行": "line",
    "条": "article-locator",
    "條": "article-locator",
    "图": "figure",
    "圖": "figure",
    "表": "table",
}
"""What stands after the number in Chinese, as in 第 5 页 → CSL's locator type."""
