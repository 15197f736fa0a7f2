import { editable, pasted } from '../src/html/editing'
import { leaving, showsPart } from '../src/html/leaving'
import { textOfHtml } from '../src/html/text'

/**
 * `written`: as the editor holds it. `answered`: a stranger's, with nothing written in it. `pasted`: copied. `twice`: a
 * draft that was continued, without a key typed in its text. `text`: as it is answered in plain text.
 */
export interface LeavingCase { html: string, how: 'written' | 'answered' | 'pasted' | 'twice' | 'text', part?: string }
export interface Left { html: string, showsPart: boolean }

const WAYS = {
    written: leaving,
    answered: (html: string) => leaving(editable(html)),
    pasted: (html: string) => leaving(pasted(html)),
    text: (html: string) => leaving(`<pre>${textOfHtml(html)}</pre>`),
    twice: (html: string) => leaving(editable(leaving(editable(html)))),
}

async function all(): Promise<Left[]> {
    const cases = await (await fetch('/data')).json() as LeavingCase[]
    return cases.map(({ html, how, part }) => {
        const left = WAYS[how](html)
        return { html: left, showsPart: part !== undefined && showsPart(left, part) }
    })
}

void all().then(found => fetch('/result', { method: 'POST', body: JSON.stringify(found) }),
    error => fetch('/result', { method: 'POST', body: JSON.stringify(String(error)) }))
