"""Words that mean the same in a shop: "money back" and "refund", 邮费 and 运费. Each group is one more index term."""

import re
from typing import NamedTuple

from knowledge.words import STOP_WORDS, normalise, stem, words

LONGEST = 3  # words of an English phrase
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+")

# One group a line; a comma parts the words and phrases of a group. Any form of an English word counts ("cancelled").
_ENGLISH = """
shipping, delivery, postage, freight
parcel, package, shipment
return, send back, sending back, give back, bring back, take back, mail back, sent back
refund, money back, reimburse, cash back, my money
exchange, swap, trade, replace, replacement
cancel, cancelled, call off, undo, changed my mind, get rid of
warranty, guarantee
damaged, broken, cracked, crack, smashed, shattered, in pieces, defective, dented, torn, ripped
fault, defect, gave out, stopped working, died, broke, failed, faulty
wrong, mistake, messed up, mixed up, incorrect
lost, missing, gone, vanished, disappeared
late, delayed, overdue, stuck, taking forever
discount, deal, cheaper, savings, off, price break, better prices, bargain
coupon, promo code, voucher, discount code, promotion code
points, rewards, loyalty
installments, instalments, payment plan, in parts, pay later, split
declined, rejected, refused, go through, go thru, fails
password, pw, passcode, login password
account, login, log in, sign in, sign up, signing up, register
email, e mail, mailbox, inbox, gmail
phone, call, ring, dial, telephone
store, shop, location, branch, place
pick up, pickup, collect, grab, fetch
open, close, hours, opening hours, closing time
size, fit, measurement
bigger, larger, big, large
smaller, small
shoes, boots, footwear, sneakers, trainers
jackets, coats, parka, shell, anorak
backpacks, pack, rucksack, daypack
base layers, thermal, long underwear, long johns
cookware, pot, pan, skillet, kettle
lamps, lantern, headlamp, flashlight, torch
data, info, information, personal details
copy, export, access request, download
delete, erase, remove, wipe, close my account
sell, sold, share, pass on
receipt, proof of purchase, invoice, proof, papers, documents
packaging, bubble wrap, box, filling, plastic
gift, present, birthday
note, message, greeting
express, fast shipping, expedited, overnight, rush, fastest
ship, dispatch, leave, go out, goes out, leaves, send out
latest time, deadline, cutoff, cut off, by when, until when
student, college, university, school, campus
military, navy, army, soldier, veteran, active duty, marine, air force
other shop, another shop, competitor, elsewhere, amazon, rei, another store, match
po box, p o box, post office box
bulk, company, corporate, team, group, retreat, wholesale, business
old, used, second hand, secondhand
charged, taken, debited, deducted, took
buy, bought, purchased, purchase
pay, paid, paying
send, sent, mail
wear, wore, worn
wash, clean, launder
moldy, mold, mould, mouldy, musty, mildew
track, tracking, trace, where is my
change, switch, update, edit, modify, different
unsubscribe, stop sending, opt out, mailing list
color, colour
fee, cost, price, charge, how much, expensive
store credit, shop credit
redeem, spend, use
expire, expired, valid, validity, run out
tax, vat, sales tax
repair, fix, mend
talk, speak, human, person, agent
"""
_CHINESE = """
运费 邮费 快递费 邮资 物流费
包邮 免邮 免运费
包裹 快递 快件 货物
退货 退换 退回 寄回 退掉 送回
退款 退钱 返款 还钱 把钱退
换货 调换 更换 换成 换个 换一个 交换
取消 撤单 撤了 撤销 不要了 不想要了
保修 质保 保固
坏了 损坏 碎了 破了 破损 裂 摔坏 故障 质量问题
发错 寄错 错货
丢了 弄丢 丢失 遗失 丢件 不见了
不动 没动 没有更新 停滞 卡住 延误 晚到 迟到
优惠 折扣 打折 便宜 减价 特价
优惠码 优惠券 折扣码 折扣券
积分 攒分 会员 返利
分期 分几次 分着付 先买后付 花呗 分四期 分成
付款 支付 付钱 给钱 买单 刷卡
拒付 拒绝 被拒 刷不 付不了 不成功 失败 报错
密码 口令
账号 账户 帐号 帐户 注册 登录 登陆
邮箱 邮件 电邮 信箱地址
电话 打给 号码 热线
门店 实体店 店里 店面 商店
自提 取货 店里拿 帮我取 来取 提货
营业 开门 开吗 关门 几点开 打烊
尺码 码数 大小 号码大
偏大 大一号 大号 大码
偏小 小一号 小号 小码
鞋 靴
夹克 外套 冲锋衣 羽绒服 皮肤衣 大衣
背包 书包 登山包
打底衣 排汗衣 内衣 贴身衣 保暖衣
炊具 锅具 锅
头灯 营地灯 灯具 手电
信息 资料 数据 隐私
导出 副本 给我一份 要一份
删除 注销 清除 销户
出售 卖给 卖掉 泄露
小票 收据 发票 凭证 证明 材料 购物凭证
包装 泡泡膜 塑料 气泡袋 填充
礼物 送人 送给 生日
贺卡 留言 卡片 附言
加急 特快 急件 最快
寄出 发货 发出 出货 寄走
截止 最晚 几点前 几点之前
学生 读研 大学 在校 学校 研究生 上学
军人 当兵 退伍 现役
别家 其他商家 亚马逊 京东 别的店 其他网站
邮政信箱 邮局信箱 PO Box
批量 公司 团购 团建 企业 大量
二手 旧装备 旧货 旧的 用过的
扣款 扣钱 扣我 扣费 收费时间
现金 现钱 折现 提现
购物金 店铺余额 商店积分
兑换码 卡号 卡密 代码 礼品码
余额 剩下的钱 剩余 没用完
洗 清洗 清洁
霉味 发霉 霉
物流 单号 查件 到哪 追踪 跟踪
修改 更改 改一下 换邮箱 变更
退订 取消订阅 别再发 不想收
税 消费税 销售税
多收 贵了 差价
胸围 臀围 屁股 腰围
能用 可以用 支持 接受
人工 客服 真人 同事
"""


def _english() -> dict[tuple[str, ...], list[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for line in _ENGLISH.strip().splitlines():
        phrases = [phrase.strip() for phrase in line.split(",")]
        for phrase in phrases:
            groups.setdefault(tuple(stem(word) for word in phrase.split()), []).append(f"={phrases[0]}")
    return groups


def _chinese() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for line in _CHINESE.strip().splitlines():
        listed = [normalise(word) for word in line.replace("PO Box", "pobox").split()]
        for word in listed:
            groups.setdefault(word, []).append(f"={listed[0]}")
    return groups


class Unit(NamedTuple):
    """A word that counts: as written, as indexed, and the groups that it stands in."""

    written: str
    term: str
    groups: tuple[str, ...]

    def is_in(self, held: set[str]) -> bool:
        """Say whether the word or one that means the same is among these index terms."""
        return self.term in held or any(group in held for group in self.groups)


_PHRASES = _english()
_RUNS = _chinese()
_ANY_RUN = re.compile("|".join(sorted(map(re.escape, _RUNS), key=len, reverse=True)))


def terms(text: str, locale: str) -> list[str]:
    """Return the index terms of a text: its words, and its groups once each."""
    found = units(text, locale)
    return [*words(text, locale), *dict.fromkeys(group for unit in found for group in unit.groups)]


def units(text: str, locale: str) -> list[Unit]:
    """Return each word that counts, in order; in Chinese each character and each pair of them."""
    return _units_zh(normalise(text)) if locale == "zh" else _units_en(normalise(text))


def _units_en(text: str) -> list[Unit]:
    tokens = _WORD.findall(text)
    stems = [stem(token) for token in tokens]
    groups: list[list[str]] = [[] for _ in tokens]
    for length in range(1, LONGEST + 1):
        for start in range(len(stems) - length + 1):
            for group in _PHRASES.get(tuple(stems[start : start + length]), ()):
                for place in range(start, start + length):
                    groups[place].append(group)
    return [
        Unit(token, word, tuple(dict.fromkeys(named)))
        for token, word, named in zip(tokens, stems, groups, strict=True)
        if token not in STOP_WORDS
    ]


def _units_zh(text: str) -> list[Unit]:
    groups: list[list[str]] = [[] for _ in text]
    for found in _ANY_RUN.finditer(text):
        for place in range(found.start(), found.end()):
            groups[place] += _RUNS[found.group()]
    grams = [(found.start(), found.end(), stem(found.group())) for found in _WORD.finditer(text)]
    for run in _HAN.finditer(text):
        for start in range(run.start(), run.end()):
            grams.append((start, start + 1, text[start]))
            if start + 1 < run.end():
                grams.append((start, start + 2, text[start : start + 2]))
    return [
        Unit(gram, gram, tuple(dict.fromkeys(group for group in groups[start] if group in groups[end - 1])))
        for start, end, gram in grams
        if gram not in STOP_WORDS
    ]
