"""States, provinces and cities that addresses name, as alternatives of a pattern."""

STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana"
    "|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska"
    "|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|West Virginia|Virginia|Washington|Wisconsin"
    "|Wyoming|British Columbia|Alberta|Ontario|Quebec|Manitoba|Saskatchewan|Nova Scotia|New Brunswick|Newfoundland"
)
STATE_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA"
    "|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|BC|AB|ON|QC|MB|SK|NS|NB|NL|PE|YT|NT"
)
PROVINCES = (
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省?"
    "|(?:内蒙古|广西(?:壮族)?|西藏|宁夏(?:回族)?|新疆(?:维吾尔)?)(?:自治区)?|香港|澳门"
)
CITIES = (
    "北京|上海|天津|重庆|广州|深圳|珠海|佛山|东莞|中山|惠州|杭州|宁波|温州|嘉兴|绍兴|金华|义乌|台州|南京|苏州|无锡|常州|南通|徐州"
    "|扬州|成都|绵阳|武汉|宜昌|长沙|株洲|西安|咸阳|郑州|洛阳|济南|青岛|烟台|潍坊|沈阳|大连|长春|哈尔滨|合肥|芜湖|福州|厦门|泉州"
    "|南昌|赣州|昆明|大理|贵阳|遵义|南宁|桂林|海口|三亚|石家庄|唐山|保定|太原|大同|兰州|西宁|银川|乌鲁木齐|呼和浩特|拉萨"
)
