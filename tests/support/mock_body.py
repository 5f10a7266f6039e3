"""A text with one of everything that Markdown and links can make, as it reaches a template."""

from __future__ import annotations

from markupsafe import Markup

BODY = Markup("""
<h2 id="the-demand">The demand<a class="heading-anchor" href="#the-demand" aria-label="Link to this section">#</a></h2>
<p>The <a class="link-internal" href="/repo/stakeholders/us-government/">US government</a> intends to use its trade
talks with <a class="link-internal" href="/repo/stakeholders/india-government/">India</a> to obtain wider access for
<a class="link-internal" href="/repo/stakeholders/amazon/">Amazon</a> and
<a class="link-internal" href="/repo/stakeholders/walmart/">Walmart</a> to a sector put at
<span class="number-inline"><a href="/repo/figures/market/">$125 billion</a> <small class="number-note">(Apr 2025;
<a href="/repo/sources/press-report/">Press report</a>)</small></span>
<span class="cite">[<a href="#source-press-report">1</a>, p. 4; <a class="cite-disputes" href="#source-bank-data"
title="disputed by">2</a>]</span>. See <a class="link-external" href="https://example.org/">an address outside</a>,
<span class="link-broken" title="no page of this name">a broken link</span> and <code>inline code</code>.<sup
class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup></p>
<p>The administration's own phrase is a “more equitable environment”. Stripped of that language, the request is for
equal treatment: foreign firms should be free to do what Indian firms already do. One limits foreign investment, the
other the ownership of platforms. What they mean in practice is a difference in kind of business.</p>
<h3 id="what-differs">What differs</h3>
<div class="table-scroll" role="region" aria-label="Table" tabindex="0"><table>
<thead><tr><td></td><th>American firms</th><th>Indian rivals</th></tr></thead>
<tbody><tr><td>Run a marketplace for other sellers</td><td>yes</td><td>not stated</td></tr>
<tr><td>Make goods and sell them directly</td><td>no</td><td>yes</td></tr></tbody></table></div>
<div class="callout callout-important" role="note"><p class="callout-title">A demand about rules</p>
<div class="callout-body"><p>The push came after tariffs had been suspended.</p></div></div>
<details class="callout callout-warning"><summary class="callout-title">Folded warning</summary>
<div class="callout-body"><p>Only for those who ask.</p></div></details>
<div class="callout callout-tip" role="note"><p class="callout-title">Tip</p><div class="callout-body"><p>Read on.</p>
</div></div>
<blockquote><p>A plain quotation, set apart from the text that surrounds it.</p></blockquote>
<ul><li>Whether India has replied, in public or in private.</li><li>Whether the request is for new law.</li></ul>
<ol><li>First</li><li>Second</li></ol>
<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" disabled checked
aria-label="done"> Asked</li><li class="task-list-item"><input type="checkbox" disabled
aria-label="not done"> Answered</li></ul>
<dl><dt>FDI</dt><dd>Foreign direct investment.</dd></dl>
<div class="highlight"><pre tabindex="0"><code><span class="k">def</span> <span class="nf">ask</span><span
class="p">(</span><span class="n">who</span><span class="p">):</span>  <span class="c1"># a comment</span>
    <span class="k">return</span> <span class="s2">"an answer"</span><span class="o">,</span> <span class="mi">42</span>
</code></pre></div>
<div class="handling" data-tlp="AMBER"><p class="handling-label">TLP:AMBER</p><p>For those who need to know.</p></div>
<hr>
<section class="footnotes" aria-label="Footnotes"><ol><li id="fn1"><p>A note. <a class="footnote-backref"
href="#fnref1" aria-label="Back to the text">↩</a></p></li></ol></section>
""")
