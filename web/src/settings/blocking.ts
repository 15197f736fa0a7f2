import type { Pages } from '../login/pages'
import { type AccountWords } from '../text/account'
import { inert } from '../text/addresses'
import type { Toast } from '../ui/toast'
import { failureText } from './asking'
import { type Filter, LIST } from './senders'

/** Mail of a sender goes to Junk from now on; undone, it is as it was before. */
export async function block(pages: Pages, who: string, own: AccountWords, undo: string, say: (toast: Toast) => void): Promise<void> {
    const before = await pages.get<Filter>('/api/filter')
    const said = before.ok ? before.value.list.find(one => one.who === who.toLowerCase()) : undefined
    const now = before.ok ? await pages.post<Filter>(LIST, { who, word: 'block' }) : before
    if (!now.ok) return say({ text: failureText(now.error, own) })
    const back = async () => {
        const done = said ? await pages.post(LIST, said) : await pages.remove(LIST, { who })
        say({ text: done.ok ? own.senders.unblocked(inert(who)) : failureText(done.error, own) })
    }
    say({ text: own.senders.blocked(inert(who)), action: { label: undo, run: () => void back() } })
}
