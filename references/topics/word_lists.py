"""Words that are no subject: function words, and words that any title may have."""

from __future__ import annotations

import re

_ENGLISH_FUNCTION_WORDS = (
    "a about after all an and any are as at be before between but by can do does during each "
    "for from had has have how if in into is it its may no non nor not of on or per so than "
    "that the their these this those through to under until up upon versus via vs was we were "
    "what when where which while who with within without"
)
ENGLISH_FUNCTION_WORDS = frozenset(_ENGLISH_FUNCTION_WORDS.split())
"""Words that end an English phrase."""

_OTHER_FUNCTION_WORDS = (
    "aber als am auf aus bei beim das dem den der des die durch ein eine einem einen einer "
    "eines für im ist mit nach oder sich sowie über um und unter vom von vor zu zum zur au aux "
    "avec ce ces chez dans de du elle en entre est et la le les leur ou où par pour que qui sa "
    "se ses son sur un une al como con da das della delle degli dei del di do dos e el em gli i "
    "il lo los las na nas nel nella no nos o os para per più por si sobre su sus uma una uno y "
    "een het op te van voor без в во для до за и из или к как на над не о об от по под при с со "
    "у через"
)
OTHER_FUNCTION_WORDS = frozenset(_OTHER_FUNCTION_WORDS.split())
"""The same in German, French, Spanish, Portuguese, Italian, Dutch and Russian."""

_MORE_ENGLISH = (
    "above across against along also amid among amongst around because been being below beside "
    "both could did down due else ever except few go get he her here his i just like many me "
    "more most much must my near new novel off only onto other our out over own same several "
    "she should some such then there they too toward towards us using very will would you your "
    "based et al i ii iii iv"
)
MORE_ENGLISH = frozenset(_MORE_ENGLISH.split())
"""Further words that no subject holds, though a phrase of a vocabulary may."""

_GENERAL_WORDS = (
    "ability about account adult advance age aim alternative analyses analysis analytical "
    "answer application approach area article aspect assessment associated association author "
    "basic basis behaviour better book call case cause century challenge change chapter "
    "characteristic characterization class classical combined comment common comparative "
    "comparing comparison complete complex component comprehensive concept condition "
    "consequence consideration construction context contribution control correlation country "
    "course critical current data dependent description design detection determination "
    "determining develop developing development difference different difficult direct "
    "discussion distinct distribution double driven dynamic early edition effect effective "
    "effectiveness efficacy efficient element enhanced enhancing essay estimate estimating "
    "estimation evaluating evaluation evidence example experience experiment experimental "
    "exploring factor feature field finding first five focus following form formation four "
    "framework free function functional fundamental further future general global goal good "
    "group growth guide handbook health high higher history human idea identification "
    "identifying impact implementation implication importance important improve improved "
    "improving increase increased independent index induced influence information initial "
    "inside insight integrated interaction international interview introduction investigating "
    "investigation involved issue item key kind knowledge large last late lesson letter level "
    "life limit line linear link list literature local long low lower main major make making "
    "management manual mean measure measurement mechanism mediated method methodology mini "
    "model modeling modelling modern modified moving multi multiple national natural nature "
    "need next note number objective observation old one open optimal order origin outcome "
    "overview paper part particular pattern people perception performance period perspective "
    "phase pilot place point policy population position possible potential practical practice "
    "preliminary preparation presence present prevention primary principle problem procedure "
    "proceeding process production profile program programme progress project promising promote "
    "proof property proposal prospect protocol public purpose quality quantitative question "
    "random range rapid rate real recent reduced region regional related relation relationship "
    "relative relevance report representation required requirement research response result "
    "return review revised right rise risk role rule sample scale school science scientific "
    "score second section selected selection self series set short significance significant "
    "simple simulation single site size small social society solution some source space special "
    "specific speech stage standard state statistical status step strategy strength strong "
    "structural structure student study studying subject success summary support survey "
    "synthesis system systematic target task teaching technical technique technology term test "
    "testing text theoretical theory thing three time tool top topic towards trend two type "
    "understanding unit university update use useful user using value variable variation "
    "various version view volume way well work working world year young"
)
GENERAL_WORDS = frozenset(_GENERAL_WORDS.split())
"""English words that begin no subject and are none by themselves, since any field's titles have
them; within a phrase or at its end (*time series analysis*) they may stand."""

CHINESE_BREAKS = re.compile(
    "研究进展|应用研究|比较研究|临床研究|实验研究|相关研究|研究综述|影响因素|临床意义|应用价值|相关性|可行性|"
    "研究|分析|应用|影响|作用|进展|综述|探讨|基于|关系|方法|现状|对策|问题|思考|探索|比较|及其|以及|一种|"
    "通过|利用|采用|不同|新型|相关|因素|意义|价值|启示|对比|实现|构建|初步|若干|我国|进行|改变|变化|效果|"
    "特征|特点|表达|情况|有关|关于|面向|针对|以来|展望|趋势|发展|述评|评价|评述|浅析|浅谈|简介|概述|概论|"
    "探析|试论|论文|报告|条件下|背景下|视角|视域|为例|过程|技术|"
    "对(?![比照称象流话口立抗偶数])|在(?![线校职体])|为(?!主)|[中到从由](?=的|$)|到|"
    "[的与及了和或之其のをはがにでと]"
)
"""What no Chinese subject is told from: function words, and words of any field's titles. They
end a phrase, as function words do in English (Japanese particles, too)."""
