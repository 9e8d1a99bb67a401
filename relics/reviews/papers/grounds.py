"""The grounds and rights that papers print: statutes whose text was read ([V]), nothing else."""

EXIT_GROUND = (
    "《中华人民共和国文物保护法》第七十八条；"
    "《中华人民共和国文物保护法实施条例》第四十五条、第四十七条"
)
BARRED_GROUND = "《中华人民共和国文物保护法》第七十七条"
UNANIMITY_GROUND = "《中华人民共和国文物保护法实施条例》第四十五条第三款、第四十七条第二款"
ACCEPTANCE_GROUND = "《中华人民共和国行政许可法》第三十二条"
CLOCK_GROUND = "《中华人民共和国文物保护法实施条例》第四十五条"
RIGHTS = (
    "对本决定不服的，可以自知道该决定之日起六十日内申请行政复议，"
    "或者自知道该决定之日起六个月内向人民法院提起行政诉讼。"
)
RIGHTS_GROUND = (
    "《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条、"
    "《中华人民共和国行政许可法》第三十八条"
)
BRING = ("申报的全部文物原件", "携运人有效身份证件原件", "文物出境申请表")
LINES_NOTE = "年限比对提示（由系统生成，供鉴定参考，不作为决定依据）：{sentence}"
