"""Characters of names: Chinese surnames, and what foreign names are written with."""

from __future__ import annotations

_DOUBLE = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
    "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
    "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门南荣"
    "第五歐陽司馬東方諸葛尉遲鮮于長孫公孫"
)

DOUBLE_SURNAMES = frozenset(_DOUBLE[at : at + 2] for at in range(0, len(_DOUBLE), 2))
"""Surnames of two characters, simplified and traditional."""

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁"
    "荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东"
    "欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红"
    "游竺权逯盖益桓公仉督晋楚闫法汝鄢涂钦岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟"
    "肖覃战扬丘代初尧由付仝仓佐但位修兰原台呼户回圣奉宛展岩巨布帖库开揭敏智朴木来栗檀"
    "母洛海淡漆火理生矫种税禚竹粟綦缴苑茆菅萨衣起迟遆邸鄞郇采钊铁锁镇闪隋雒零青靖鲜鹿"
    "麦黑亓庹才幺么门趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒竇蘇魯韋馬鳳雲費賀湯羅畢鄔樂"
    "時顧黃蕭計談龐紀項閔賈婁顏鍾駱萬盧應鄧單諸龔陸榮寧葉劉龍蒼雙聞黨譚貢勞賴藺喬陰連"
    "習魚東歐聶簡饒關楓荊遊權蓋肅莊閻溫邊農晉師鞏滿齊雋塗鈕衆區麥鮑範"
)
"""Surnames of one character, simplified and traditional: the Hundred Family Surnames and others."""

TRANSLITERATION = frozenset(
    "阿埃艾奥巴贝比彼伯勃博布查茨达戴丹道得德狄迪蒂杜顿多尔法菲费弗福盖戈格古哈海赫胡"
    "霍基吉加杰金卡凯考科克肯库拉莱兰劳勒雷里利林龙卢鲁路伦罗洛马迈麦曼梅门蒙米密莫默"
    "姆穆纳内尼纽诺帕派佩皮普奇乔琼热瑞若撒萨塞瑟森沙舍什史斯思苏索塔泰汤唐特提图托瓦"
    "万威韦维沃乌西希夏谢休雅亚扬耶伊英约泽扎詹兹佐梭奎嘉娜莎黛丽琳珊蓓"
)
"""Characters with which foreign names are written; most are ordinary in Chinese names too."""

MARKEDLY_FOREIGN = frozenset("斯尔特克茨兹姆弗梭勒顿罗里德蒂伯夫默纳普戈奇弥")
"""Those among them that stand in few Chinese given names."""
