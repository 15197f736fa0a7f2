import { useSignal } from '@preact/signals'
import type { Id, Mailbox, SetAnswer, SetError } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { Dialog } from '../ui/dialog'
import { mailboxName } from './mailbox-name'
import { isWithin, treeOf } from './mailbox-tree'
import type { Mail } from './model'
import { type Counted, counted, removeAsCounted } from './removing'
import { following, rulesOfMailbox } from './rule-following'

interface Props { words: Messages, mail: Mail, mailbox: Mailbox | undefined, onClose: () => void }

/** A mailbox is made, called otherwise, put elsewhere, or taken away. */
export function MailboxDialog({ words, mail, mailbox, onClose }: Props) {
    const wrong = useSignal('')
    const isSure = useSignal(false)
    const before = useSignal<Counted | undefined>(undefined)
    /** Rules that file into it. */
    const used = useSignal<string[]>([])
    const isFull = mailbox !== undefined && mailbox.totalEmails > 0
    const rights = mailbox?.myRights
    const isOfAccount = Boolean(mailbox?.role)
    const isFixed = isOfAccount || rights?.['mayRename'] === false
    const save = async (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const name = String(form.get('name') ?? mailbox?.name).trim()
        const parentId = String(form.get('parent') ?? '') || null
        const error = mailbox ? await change(mail, mailbox, name, parentId) : await create(words, mail, name, parentId)
        if (error) wrong.value = words.mailboxes.failures[error.type] ?? words.mailboxes.failed
        else onClose()
    }
    const remove = async () => {
        if (!isSure.value) {
            used.value = await rulesOfMailbox(mail, mailbox!.id)
            before.value = isFull ? await counted(mail.client, mailbox!.id) : undefined
            if (isFull && !before.value) wrong.value = words.mailboxes.failed
            else isSure.value = isFull || used.value.length > 0
            if (isFull || isSure.value) return
        }
        const error = await destroy(words, mail, mailbox!, before.value)
        if (error) wrong.value = words.mailboxes.failures[error.type] ?? words.mailboxes.failed
        else onClose()
    }
    const places = treeOf(mail.mailboxes.value).filter(({ mailbox: one }) => !mailbox || !isWithin(one.id, mailbox.id, mail.mailboxes.value))
    return <Dialog title={mailbox ? mailboxName(mailbox, words) : words.mailboxes.create} close={words.keys.close} onClose={onClose}>
        <form class="form" onSubmit={event => void save(event)}>
            {isOfAccount && <p role="note">{words.mailboxes.ofAccount}</p>}
            <label>{words.mailboxes.name}<input name="name" type="text" required maxLength={200} defaultValue={mailbox?.name ?? ''} disabled={isFixed} /></label>
            <label>{words.mailboxes.inside}<select name="parent" defaultValue={mailbox?.parentId ?? ''} disabled={isFixed}>
                <option value="">{words.mailboxes.top}</option>
                {places.map(({ mailbox: one, depth }) => <option value={one.id} selected={one.id === mailbox?.parentId}>{'\u2003'.repeat(depth)}{mailboxName(one, words)}</option>)}
            </select></label>
            <div class="wrong" role="alert">{wrong.value}</div>
            {isSure.value && <div class="wrong" role="alert">
                {isFull && <p>{words.mailboxes.hasMail(before.value?.total ?? mailbox.totalEmails)}</p>}
                {used.value.length > 0 && <p>{words.mailboxes.hasRules(used.value.map(inert))}</p>}
            </div>}
            <div class="buttons">
                {mailbox && !isOfAccount && rights?.['mayDelete'] !== false && <button type="button" onClick={() => void remove()}>
                    {!isSure.value ? words.mailboxes.remove : isFull ? words.mailboxes.removeAll : words.mailboxes.removeStill}</button>}
                {!isFixed && <button class="main">{words.mailboxes.save}</button>}
            </div>
        </form>
    </Dialog>
}

async function set(mail: Mail, args: object): Promise<SetAnswer | SetError> {
    const { client } = mail
    const answer = await client.call('Mailbox/set', { accountId: client.accountId, ...args }).answer
    void mail.look(['Mailbox', 'Email'])
    return answer.ok ? answer.value : answer.error.kind === 'method' ? answer.error.error : { type: answer.error.kind }
}

async function create(words: Messages, mail: Mail, name: string, parentId: Id | null): Promise<SetError | undefined> {
    const answer = await set(mail, { create: { box: { name, parentId, isSubscribed: true } } })
    if ('type' in answer) return answer
    const id = answer.created?.['box']?.id
    if (id === undefined) return answer.notCreated?.['box'] ?? { type: 'serverFail' }
    mail.actions.sayUndoable(words.mailboxes.created(inert(name)), async () => {
        const gone = await set(mail, { destroy: [id], onDestroyRemoveEmails: false })
        return !('type' in gone) && gone.notDestroyed?.[id] === undefined
    })
    return undefined
}

async function change(mail: Mail, { id, name: before, parentId: parent }: Mailbox, name: string, parentId: Id | null): Promise<SetError | undefined> {
    const patch = { ...name !== before && { name }, ...parentId !== parent && { parentId } }
    if (Object.keys(patch).length === 0) return undefined
    const answer = await following(mail, () => set(mail, { update: { [id]: patch } }))
    if ('type' in answer) return answer
    if (answer.notUpdated?.[id]) return answer.notUpdated[id]
    mail.actions.sayUndoable(mail.words.mailboxes.changed, async () => {
        const back = await following(mail, () => set(mail, { update: { [id]: { name: before, parentId: parent } } }))
        return !('type' in back) && back.notUpdated?.[id] === undefined
    })
    return undefined
}

/**
 * Mail that lies nowhere else goes with it: so it waits some seconds, in which it can be undone. An empty one is
 * made anew.
 */
async function destroy(words: Messages, mail: Mail, mailbox: Mailbox, before: Counted | undefined): Promise<SetError | undefined> {
    const { id, name, parentId, totalEmails } = mailbox
    if (before && totalEmails > 0) {
        if (mail.mailboxes.value.some(one => one.parentId === id)) return { type: 'mailboxHasChild' }
        mail.actions.removeMailbox(mailbox, async () => {
            const outcome = await removeAsCounted(mail.client, id, before)
            void mail.look(['Mailbox', 'Email'])
            return outcome
        })
        return undefined
    }
    const answer = await set(mail, { destroy: [id], onDestroyRemoveEmails: false })
    if ('type' in answer) return answer
    if (answer.notDestroyed?.[id]) return answer.notDestroyed[id]
    if (mail.mailboxId.value === id) mail.goToRole('inbox')
    mail.actions.sayUndoable(words.mailboxes.removed(inert(name)), async () => {
        const back = await set(mail, { create: { box: { name, parentId, isSubscribed: true } } })
        return !('type' in back) && back.created?.['box'] !== undefined
    })
    return undefined
}
