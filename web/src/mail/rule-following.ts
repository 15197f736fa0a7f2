import { SIEVE, type Id } from '../jmap/types'
import { followPlaces, rulesInto } from '../settings/rule-script'
import type { Mail } from './model'
import { rulePlaces } from './rule-places'

/** Rules go on filing into a mailbox that is called otherwise, also those that know it by its name alone. */
export async function following<T>(mail: Mail, rename: () => Promise<T>): Promise<T> {
    if (!(SIEVE in mail.client.session.capabilities)) return rename()
    let done: { value: T } | undefined
    await followPlaces(mail.client, rulePlaces(mail, mail.words), async () => {
        done = { value: await rename() }
        await mail.look(['Mailbox'])
        return rulePlaces(mail, mail.words)
    })
    return done!.value
}

/** What rules that file into a mailbox are called. */
export async function rulesOfMailbox(mail: Mail, id: Id): Promise<string[]> {
    if (!(SIEVE in mail.client.session.capabilities)) return []
    return rulesInto(mail.client, id, rulePlaces(mail, mail.words))
}
