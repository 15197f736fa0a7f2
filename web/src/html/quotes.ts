/** What programs put around the message that is answered. */
const QUOTES = 'blockquote, .gmail_quote, .protonmail_quote, .yahoo_quoted, #appendonsend, .moz-cite-prefix'
/** Beats what the message's own style says. */
const SUMMARY = 'all: revert !important; display: inline-block !important; font: 1em system-ui, sans-serif !important; '
    + 'color: CanvasText !important; background: Canvas !important; border: 1px solid !important; border-radius: 6px !important; '
    + 'padding: 2px 10px !important; margin: 4px 0 !important; cursor: pointer !important'

/** Folds the last quote where nothing is said below it. `label`: what opens it. */
export function foldQuotes(body: DocumentFragment, label: string): void {
    const quote = lastQuote(body)
    // a message that is nothing but a quote is read as one
    if (!quote || textBefore(body, quote) === '') return
    const document = body.ownerDocument
    const [details, summary] = [document.createElement('details'), document.createElement('summary')]
    summary.textContent = label
    summary.setAttribute('style', SUMMARY)
    summary.setAttribute('data-fold', '')
    quote.replaceWith(details)
    details.append(summary, quote)
}

/** The first one, in no other, behind which there is nothing but quotes. One walk: there may be ten thousand of them. */
function lastQuote(body: DocumentFragment): Element | undefined {
    const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
        node => node.nodeName === 'STYLE' || node.parentElement?.matches(QUOTES) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
    let quote: Element | undefined
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element && node.matches(QUOTES)) quote ??= node
        else if (node.nodeName === 'IMG' || node instanceof Text && node.data.trim() !== '') quote = undefined
    }
    return quote
}

function textBefore(body: DocumentFragment, quote: Element): string {
    const range = body.ownerDocument.createRange()
    range.setStartBefore(body.firstChild!)
    range.setEndBefore(quote)
    const before = range.cloneContents()
    before.querySelectorAll('style').forEach(one => one.remove())
    return (before.textContent ?? '').trim()
}
