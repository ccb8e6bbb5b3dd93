"""What is said beside the thing itself: people, relations, verbs, fillers. None of it is a trait of a product."""

from __future__ import annotations

import re

_ADULTS = """
    man men woman women lady ladies male female husband wife boyfriend girlfriend fiance fiancee partner father mother
    dad mom mum mam parent parents grandma grandpa grandmother grandfather uncle aunt adult adults hubby gentleman
"""
_CHILDREN = """
    kid kids child children toddler toddlers baby babies boy boys girl girls son sons daughter daughters grandson
    granddaughter nephew niece youngster teen teenager year-old years-old
"""
_OTHERS = """
    friend friends sister brother cousin coworker colleague boss neighbour neighbor family guy folks myself yourself
    himself herself couple everyone everybody nobody who whom whose he she him her they dog cat pet puppy
"""
_FILLERS = """
    actually ah alright anyway atm bit btw can't cant cheers could couldn't damn dear didn't does doesn't doing
    don't dont else especially even ever exactly favour fine gonna gotta guess haha hahaha hello hmm honest honestly
    hope however i'd i'll i'm i've instead isn't it'd it's kinda let let's lets literally lol lot lots maybe mean
    meant meanwhile might mine must nah nope not nothing oh ok okay omg other others otherwise own please possible
    possibly preferably pretty quick quite rather real really same seriously serious should simply sorry still sure
    thank thanks that's then there's think though thx too uh um umm used very via wait wanna was wasn't way well
    were what's when whenever where wherever whether which whichever while why without won't wonder wondering would
    wouldn't yeah yep yes yet you'd you're
"""
_VERBS = """
    ask asked asking bring buying choose come comes coming compare compared compares difference different differ differs
    fit fits go goes going had help hold holds keep keeps know known let lying made make makes making ordered ordering
    pick put said say says see seems sent sit sits sleep sleeps sleeping sold spend suit suits supposed take takes
    talk talking tell telling think told tried try trying understand use uses using wants wear wearing went wish won
    worth works work answer answered apart
"""
_TIME = (
    "today tomorrow yesterday week weeks month months year years last next soon later ago already first second third"
)
_MOST = """
    warmest coldest biggest largest smallest tiniest heaviest brightest strongest driest roomiest dearest priciest
    highest lowest finest newest thickest comfiest
"""
_ASPECTS = "color colors colour colours size sizes price prices cost costs stock"
ADULTS, CHILDREN = frozenset(_ADULTS.split()), frozenset(_CHILDREN.split())
TALK = ADULTS | CHILDREN | frozenset(f"{_OTHERS} {_FILLERS} {_VERBS} {_TIME} {_ASPECTS} {_MOST}".split())

ADULTS_ZH = re.compile(
    r"老公|老婆|丈夫|妻子|男朋友|女朋友|男友|女友|对象|爱人|媳妇|先生|太太|爸爸?|妈妈?|爷爷|奶奶|外公|外婆|公公|婆婆"
    r"|岳父|岳母|父亲|母亲|父母|长辈|老人|男[士款生式性]|女[士款生式性]|成[年人]+|大人|老师|领导|老板"
)
CHILDREN_ZH = re.compile(
    r"(?:小|大)?(?:孩子|孩|朋友们?)(?=[穿用睡背戴的，,。 ]|$)|小孩子?|孩子们?|儿童|宝宝|宝贝|男孩子?|女孩子?|儿子|女儿"
    r"|小朋友|孙[子女]|侄[子女]|外甥女?|娃儿?|婴儿|幼儿"
)
_PEOPLE_ZH = re.compile(
    r"朋友|同事|同学|闺蜜|兄弟|姐姐|妹妹|哥哥|弟弟|姐|妹|哥|弟|家人|全家|一家[人子]?|亲戚|客户|新手|大家|自己|别人|人家"
    r"|狗狗|猫咪|宠物"
)
_TALK_ZH = re.compile(
    r"[您你]?[们门]?家里?|[我你您他她它咱]们?|[这那哪][个款件种条双些边样]?|有没有|有什么|没有|什么|哪些|怎么样?|多少|几个|一下"
    r"|还有|或者|或是|以及|还是|就是|就问|请问|想问|问问?|我说的?|说的?|知道|告诉|觉得|感觉|应该|可能|可以|能不能|能够"
    r"|需要|想要|准备|打算|计划|考虑|推荐|介绍|帮忙?|麻烦|谢谢|多谢|你好|您好|哈喽|亲爱的|亲|求|请"
    r"|没?下单|下过?单|订单|没买|[想要]?买[个件条双套点些给]?|卖|找|看看?|来[个件条双套点些]|送[给个人]*|带去?|去|给"
    r"|今年|明年|去年|今天|明天|昨天|下周|这周|上周|周末|马上|最近|现在|之前|以后|时候|第一次|平时|一般|经常|特别|非常"
    r"|很|挺|太|比较|稍微|有点|一点儿?|点儿?|大点|小点|好点|差不多|左右|大概|大约|大小|适合|合适|适用"
    r"|预算|价格|价位|价钱|多钱|人民币|便宜|优惠|打折|清仓|促销|活动|特价"
    r"|喜欢|过生日|生日|礼物|礼品|东西|商品|产品|货|所有|全部|随便|也行|都行|不错|好看|好用|啥的|之类|等等|其他|别的|类似"
    r"|[几一两三四五六七八九十][款个件种条双套]|不要|不会|不能|不用|不是|不到|以内|以下|以上|不超过|最多|至少|最好|最"
    r"|吗|呢|吧|啊|呀|哦|噢|嘛|呗|啦|咯|哈+|嗯+|诶|喂|么|啥|的|地|得|了|过|着|和|跟|与|但|就|都|也|还|又|再|才|只|是|在|对"
    r"|想|要|能|会|有|没|好|行|用|穿|睡|戴|背|住|放|装|买|看|求|款|件|条|双|套|种|色|码|号|元|块|美元|刀|岁|度|米|人|个|们|那种|这种|不|嫌|怕"
)


def is_talk(word: str) -> bool:
    """Whether an English word is talk; it is given in the form in which it was said."""
    bare = word.removesuffix("'s")
    return bare in TALK or (bare.endswith("s") and bare[:-1] in TALK)


def without_talk(text: str) -> str:
    """A Chinese text with gaps in place of people and of what is mere talk."""
    for pattern in (ADULTS_ZH, CHILDREN_ZH, _PEOPLE_ZH, _TALK_ZH):
        text = pattern.sub(" ", text)
    return text


def audience(text: str) -> str:
    """Whom something is for: "child", "adult", or "" where that is not said or both are."""
    words = {word.removesuffix("'s") for word in re.findall(r"[a-z][a-z'-]*", text)}
    words |= {word[:-1] for word in words if word.endswith("s")}
    child = bool(words & CHILDREN or CHILDREN_ZH.search(text))
    adult = bool(words & ADULTS or ADULTS_ZH.search(text))
    return "" if child == adult else "child" if child else "adult"
