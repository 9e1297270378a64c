"""Reports as the pages that government sites make of them, in four styles, with all their furniture."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

MENU = ["网站首页", "政务公开", "办事服务", "互动交流", "数据发布", "走进12345热线", "2022年专题"]
OTHERS = [
    ("某某县2022年法治政府建设年度报告：受理行政复议案件999宗", "2023-01-17"),
    ("2021年全县办理行政处罚案件888件，罚没款777万元", "2022-02-08"),
    ("关于开展“八五”普法中期评估的通知", "2023-06-06"),
]


def paragraphs(text: str) -> list[str]:
    """The lines of a report that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def split_numbers(line: str) -> str:
    """*line* escaped, every number of two digits and more cut in two by spans, as pages pasted from Word do."""
    parts: list[str] = []
    for place, char in enumerate(line):
        after_digit = place > 0 and line[place - 1].isdigit() and line[place - 1].isascii()
        inside = after_digit and char.isdigit() and char.isascii()
        parts.append(f'</span><span style="font-family: 仿宋_GB2312">{char}' if inside else escape(char))
    return f"<span>{''.join(parts)}</span>"


def _links(tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="/art/{number}.html" title="{escape(title)}">{escape(title)}</a><span>[{date}]</span></{tag}>'
        for number, (title, date) in enumerate(OTHERS)
    )


def _menu() -> str:
    return "".join(f'<li><a href="/col/{number}">{item}</a></li>' for number, item in enumerate(MENU))


def trs(text: str, charset: str) -> str:
    """TRS WCM: metas, divs, TRS_Editor, indented by full-width spaces."""
    body = "\n".join(f'<p align="justify">　　{escape(line)}</p>' for line in paragraphs(text))
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<meta name="SiteName" content="某某网"/><meta name="ColumnName" content="法治政府建设年度报告"/>
<script type="text/javascript">var visits = 4567; document.write("访问量 89012 次");</script>
<style>.a {{ width: 1200px }}</style></head><body>
<div class="header"><div class="nav"><ul>{_menu()}</ul></div></div>
<div class="path">您的位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 法治政府建设年度报告</div>
<div class="article"><div class="TRS_Editor"><style type="text/css">.TRS_Editor P {{ margin-top: 0 }}</style>
{body}</div></div>
<div class="article-tools">【<a href="javascript:window.print()">打印</a>】 【<a href="javascript:window.close()">关闭</a>】</div>
<div class="xgwz"><div class="title">相关文章</div><ul>{_links()}</ul></div>
<div class="footer"><p>主办：某某人民政府办公室　　技术支持：某某数据局</p>
<p>网站标识码4400000001　<a href="https://beian.miit.gov.cn">粤ICP备05000123号-1</a>　粤公网安备44010402001234号</p>
<p>您是本站第 <span id="count">1234567</span> 位访客</p></div></body></html>"""


def jcms(text: str, charset: str) -> str:
    """大汉 JCMS: tables that arrange the page, comments as markers, &nbsp; as indentation, numbers cut by spans."""
    body = "\n".join(
        f'<p style="text-indent: 2em">&nbsp;&nbsp;&nbsp;&nbsp;{split_numbers(line)}</p>' for line in paragraphs(text)
    )
    return f"""<html><head><meta http-equiv="content-type" content="text/html; charset={charset}">
<title>某某网</title></head><body>
<table width="1000" border="0"><tr><td colspan="3"><table><tr>{"".join(f"<td><a href='/{item}'>{item}</a></td>" for item in MENU)}</tr></table></td></tr>
<tr><td>当前位置：<a href="/">首页</a>&gt;<a href="/col">法治政府</a></td></tr>
<tr><td><table id="article" width="100%"><tr><td>
<div id="zoom"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">
{body}
<meta name="ContentEnd"><!--ZJEG_RSS.content.end--></div></td></tr>
<tr><td align="right">【字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a>】 <a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></td></tr>
<tr><td>上一篇：<a href="/1">某某县受理行政复议案件666件</a></td></tr><tr><td>下一篇：<a href="/2">没有了</a></td></tr></table></td></tr>
<tr><td><b>相关链接</b></td></tr>{_links("tr").replace("<tr>", "<tr><td>").replace("</tr>", "</td></tr>")}
<tr><td align="center">版权所有：某某人民政府　备案号：苏ICP备05012345号　邮编：210000<br>今日访问量：3456　总访问量：7890123</td></tr></table></body></html>"""


def tuoersi(text: str, charset: str) -> str:
    """拓尔思 of today: HTML5, lines broken in the source, <br> instead of paragraphs, hidden parts, share buttons."""
    broken = []
    for line in paragraphs(text):
        cut = next((at for at in range(30, len(line) - 1) if "\u4e00" <= line[at - 1] <= "\u9fff" and "\u4e00" <= line[at] <= "\u9fff"), len(line))
        broken.append(escape(line[:cut]) + ("\n            " + escape(line[cut:]) if cut < len(line) else ""))
    body = "<br/>\n<br/>".join(broken)
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="{charset}"><meta name="viewport" content="width=device-width, initial-scale=1.0"></head>
<body><header class="top-bar"><nav><ul class="menu">{_menu()}</ul></nav><form class="search-form"><input type="text" value="请输入关键字"><button>搜索</button><select><option>2023年</option><option>2022年</option></select></form></header>
<div hidden>隐藏 555 件</div><div style="display: none">不可见 444 件</div><noscript>请打开脚本 333</noscript>
<main><div class="view TRS_UEDITOR trs_paper_default" id="detail-content">{body}</div>
<div class="bdsharebuttonbox share"><a href="#">分享到：</a><a href="#" class="bds_weixin">微信</a><a href="#">微博</a></div>
<div class="qrcode"><p>扫一扫在手机打开当前页</p></div></main>
<aside class="sidebar"><h3>热点新闻</h3><ol>{_links()}</ol><p>2020年，全县共受理案件222件，办结222件，办结率100%。</p></aside>
<footer><p>Copyright © 2024 某某 All Rights Reserved</p><p>政府网站标识码：3200000012 苏ICP备12345678号</p></footer></body></html>"""


def wordpress(text: str, charset: str) -> str:
    """A WordPress mirror: headings, entities for every character that may have one, widgets and comments."""
    first, *rest = paragraphs(text)
    body = "\n".join(f"<p>{escape(line).replace('“', '&ldquo;').replace('”', '&rdquo;').replace('%', '&#37;')}</p>" for line in rest)
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}" /><meta name="generator" content="WordPress 6.4.2" /></head>
<body class="post-template-default single single-post postid-12345"><div id="page" class="site">
<header id="masthead" class="site-header"><nav id="site-navigation" class="main-navigation"><ul id="primary-menu">{_menu()}</ul></nav></header>
<article id="post-12345" class="post-12345 post type-post hentry"><div class="entry-content"><p>{escape(first)}</p>
{body}</div></article>
<nav class="post-navigation"><div class="nav-links"><div class="nav-previous"><a href="/?p=1">2021年受理案件111件</a></div></div></nav>
<div id="comments" class="comments-area"><h2>发表评论</h2><p>邮箱不会公开，共3条评论，2人觉得有用。</p></div>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>近期文章</h2><ul>{_links()}</ul></section></aside>
<footer class="site-footer">自豪地采用WordPress 6.4 备案号：京ICP备2021000001号</footer></div></body></html>"""


STYLES: dict[str, Callable[[str, str], str]] = {
    "trs": trs,
    "jcms": jcms,
    "tuoersi": tuoersi,
    "wordpress": wordpress,
}


def encoded(page: str, encoding: str) -> bytes:
    """*page* in *encoding*; what that lacks becomes an entity."""
    return page.encode(encoding, "xmlcharrefreplace")
