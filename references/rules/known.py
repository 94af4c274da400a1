"""Tables: what entry types and fields there are, and what they hold."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


ENTRY_TYPES = words(
    # BibTeX (btxdoc, section 3.1)
    "article book booklet conference inbook incollection inproceedings manual mastersthesis "
    "misc phdthesis proceedings techreport unpublished "
    # BibLaTeX (manual, section 2.1)
    "artwork audio bibnote bookinbook collection commentary customa customb customc customd "
    "custome customf dataset electronic image inreference jurisdiction legal legislation letter "
    "movie music mvbook mvcollection mvproceedings mvreference online patent performance "
    "periodical reference report review set software standard suppbook suppcollection "
    "suppperiodical thesis video www xdata "
    # style packages: APA, GB/T 7714, IEEE, ACM, revtex, jurabib, musuos, gost, oscola, chicago
    "abstract act archive archived artifactdataset artifactsoftware bachelorsthesis bill blog "
    "case codefragment collectedworks commented constitution control database diplomathesis "
    "eprint game habilthesis hardware ieeetranbstctl inaudio inmonograph intechreport interview "
    "invideo jurisdictions lecture legadminmaterial legmaterial mainbook manuscript map "
    "masterthesis monograph nameonly newsarticle newspaper periodicals post poster preprint "
    "presentation proposal regulation resreport softwaremodule softwareversion speech statute "
    "talk techspec treaty unspecified weblink webpage website "
)
"""Entry types in use, BibTeX's and BibLaTeX's first."""

FIELDS = words(
    # BibTeX (btxdoc, section 3.2) and the fields that its common styles add
    "abstract address affiliation annote archiveprefix author booktitle chapter contents "
    "copyright crossref day doi edition editor eid eprint fjournal howpublished institution "
    "isbn issn issue journal key keyword keywords language lccn location month mrclass mrnumber "
    "mrreviewer note number numpages organization owner pages pmcid pmid price primaryclass "
    "publisher school series size timestamp title translator type url volume year zblnumber "
    # BibLaTeX (manual, section 2.2)
    "abstract addendum afterword annotation annotator authortype bookauthor bookpagination "
    "booksubtitle booktitleaddon commentator custom customa customb date editora editoratype "
    "editorb editorbtype editorc editorctype editortype entryset entrysubtype eprintclass "
    "eprinttype eventdate eventtitle eventtitleaddon execute file foreword gender holder "
    "hyphenation ids indexsorttitle indextitle introduction isan ismn isrn issuesubtitle "
    "issuetitle issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon label "
    "langid langidopts lastchecked library lista listb listc listd liste listf mainsubtitle "
    "maintitle maintitleaddon namea nameaddon nameatype nameb namebtype namec namectype options "
    "origdate origlanguage origlocation origpublisher origtitle origyear pagetotal pagination "
    "part pdf presort pubstate related relatedoptions relatedstring relatedtype reprinttitle "
    "shortauthor shorteditor shorthand shorthandintro shortjournal shortseries shorttitle "
    "sortkey sortname sortshorthand sorttitle sortyear subtitle titleaddon urldate urlyear "
    "usera userb userc userd usere userf venue verba verbb verbc version volumes xdata xref "
    # packages and managers
    "accessdate accessed acknowledgement added-at ads adsnote adsurl advisor aop archive "
    "archivelocation article-number article_number articleno articlenumber articletitle arxiv "
    "arxivid asin author+an authors bdsk-file-1 bdsk-file-2 bdsk-url-1 bdsk-url-2 bdsk-url-3 "
    "bibcode bibdate bibsource bibtype biburl booklanguage booktype call-number callnumber "
    "carrier chaptertitle citation-number citationnumber citeulike-article-id city code coden "
    "collaboration comment comments committee conference conferencename conferenceyear country "
    "creationdate date-added date-modified dateadded datemodified day degree description "
    "dimensions dissertation distinction distributor documenturl duplicate editor+an editors "
    "editortranslator ee entrydate eprintyear eventplace eventyear fulltitle groups hdl "
    "homepage html inspire interhash internal-note interviewer intrahash isi issn-l issue-date "
    "issue_date jabref_duplicate journal-iso journaliso jstor keyword-plus keywordsplus lang "
    "lastname link local-url localfile longtitle mag manuscript mark media mediatype medium "
    "meeting mendeley-groups mendeley-tags modificationdate month_numeric museum nationality "
    "nihmsid notes numvolumes nyear oclc openalex orcid orcid-numbers orcidid origauthor "
    "pagestotal paper pdflink place posted-at ppn print printed priority psyinfo pubdate "
    "publication publisherplace pubmed qualityassured rank ranking rating read readstatus refid "
    "relevance remark report-number reportnumber researcherid-numbers researchgate review "
    "reviewed rights runtime scale scalefactor scopus section semanticscholar setting shelf si "
    "slaccitation source spires state status subject summary supervisor symposium tags term "
    "thesistype times-cited title+an titles titletranslation translation unique-id uri "
    "urlaccessdate urn username venuelocation web-of-science-categories web_url webpage wos www "
    "x-color x-fetchedfrom "
)
"""Field names in use; one that is none of them but close to one of the usual is a slip."""

USUAL = words(
    "abstract address author booktitle chapter crossref date doi edition editor eprint "
    "howpublished institution isbn issn journal journaltitle keywords language location month "
    "note number organization pages publisher school series subtitle title translator url "
    "urldate volume year "
)
"""Fields that a misspelt name is compared with."""

FIELDS_OF: dict[str, tuple[str, ...]] = {
    "author": ("author",),
    "editor": ("editor",),
    "translator": ("translator",),
    "container-author": ("bookauthor",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle", "title"),
    "collection-title": ("series",),
    "title": ("title", "issuetitle", "maintitle"),
    "issued": ("date", "year", "month"),
    "accessed": ("urldate", "lastchecked"),
    "event-date": ("eventdate",),
    "original-date": ("origdate", "origyear"),
    "page": ("pages", "eid"),
    "PMID": ("pmid", "eprint"),
    "issue": ("number", "issue"),
    "publisher": ("publisher", "school", "institution", "organization", "howpublished"),
}
"""CSL variable → the fields that may hold it, likeliest first; the others have their own name."""

PRINTED = words(
    "title subtitle booktitle booksubtitle maintitle mainsubtitle titleaddon shorttitle journal "
    "journaltitle journalsubtitle issuetitle series eventtitle publisher address location school "
    "institution organization edition note addendum howpublished venue type author editor "
    "translator bookauthor editora editorb holder"
)
"""Fields that BibTeX's and BibLaTeX's styles print, and LaTeX therefore reads."""
