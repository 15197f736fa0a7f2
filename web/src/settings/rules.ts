/** Rules as they are made of fields, and the Sieve (RFC 5228) that is written of them and read back. */

export type RuleField = 'from' | 'to' | 'subject' | 'list'
export interface RuleCondition { field: RuleField, has: string }
export interface Rule {
    name: string
    /** All of the conditions, or any of them. */
    isAll: boolean
    conditions: RuleCondition[]
    /** The path of a mailbox, levels divided by `/`; none: it stays. */
    mailbox?: string
    /** By which it is known however it is called: RFC 9042. `mailbox` is what is made where it is gone. */
    mailboxId?: string
    isSeen?: boolean
    isStarred?: boolean
    isDiscarded?: boolean
    /** What comes after it is not looked at. */
    isLast: boolean
}

/** A mailbox, and how rules call it. */
export interface RulePlace { id: string, path: string }

const FIRST = '# Written by the webmail, which reads it back. What is changed here by hand is lost when rules are changed there.'
const RULE = '# rule '
const RULES_MAX = 200
const FIELDS: Record<RuleField, string> = {
    from: 'address :contains "from"', to: 'address :contains ["to", "cc"]', subject: 'header :contains "subject"', list: 'header :contains "list-id"',
}

export function sieveOf(rules: readonly Rule[]): string {
    const lines = [FIRST]
    const needs = [...rules.some(one => one.mailbox !== undefined) ? ['fileinto', 'mailbox'] : [],
        ...rules.some(one => one.mailbox !== undefined && one.mailboxId !== undefined) ? ['mailboxid'] : [], ...rules.some(one => one.isSeen || one.isStarred) ? ['imap4flags'] : []]
    if (needs.length > 0) lines.push(`require [${needs.map(one => `"${one}"`).join(', ')}];`)
    for (const rule of rules) lines.push('', `${RULE}${JSON.stringify(rule)}`, ...written(rule))
    return `${lines.join('\r\n')}\r\n`
}

/** Undefined: somebody else has written it, or it was changed by hand. */
export function rulesOf(sieve: string): Rule[] | undefined {
    const lines = sieve.split(/\r?\n/)
    if (lines[0] !== FIRST) return undefined
    const rules: Rule[] = []
    for (const line of lines.filter(one => one.startsWith(RULE))) {
        const rule = ruleOf(line.slice(RULE.length))
        if (!rule || rules.length >= RULES_MAX) return undefined
        rules.push(rule)
    }
    // what is run must be what is shown
    return sieveOf(rules) === lines.join('\r\n') ? rules : undefined
}

/** Of the script that was changed by hand, beside which rules begin anew; none that is taken. */
export function keptName(name: string, taken: readonly string[]): string {
    let kept = `${name}-before`
    for (let i = 2; taken.includes(kept); i++) kept = `${name}-before-${i}`
    return kept
}

function ruleOf(json: string): Rule | undefined {
    try {
        const one = JSON.parse(json) as Partial<Rule>
        const isOne = typeof one.name === 'string' && Array.isArray(one.conditions) && one.conditions.every(({ field, has }) => field in FIELDS && typeof has === 'string')
        const isText = (value: unknown) => value === undefined || typeof value === 'string'
        return isOne && isText(one.mailbox) && isText(one.mailboxId) ? one as Rule : undefined
    } catch {
        return undefined
    }
}

function written(rule: Rule): string[] {
    const tests = rule.conditions.map(({ field, has }) => `${FIELDS[field]} ${quoted(has)}`)
    const test = tests.length === 1 ? tests[0]! : `${rule.isAll ? 'allof' : 'anyof'} (${tests.join(', ')})`
    const flags = [...rule.isSeen ? ['\\\\Seen'] : [], ...rule.isStarred ? ['\\\\Flagged'] : []].map(one => `"${one}"`)
    const actions = [
        ...flags.length > 0 ? [`addflag [${flags.join(', ')}];`] : [],
        ...rule.isDiscarded ? ['discard;']
            : rule.mailbox !== undefined ? [fileInto(rule.mailbox, rule.mailboxId)] : flags.length > 0 ? ['keep;'] : [],
        ...rule.isLast || rule.isDiscarded ? ['stop;'] : [],
    ]
    if (tests.length === 0 || actions.length === 0) return []
    return [`if ${test} {`, ...actions.map(one => `    ${one}`), '}']
}

function fileInto(path: string, id: string | undefined): string {
    return `fileinto ${id === undefined ? '' : `:mailboxid ${quoted(id)} `}:create ${quoted(path)};`
}

/** Where a rule files, as its mailbox is called now; undefined: nowhere, or it is gone. */
export function placeOf<T extends RulePlace>(rule: Rule, all: readonly T[]): T | undefined {
    return all.find(one => one.id === rule.mailboxId) ?? all.find(one => one.path === rule.mailbox)
}

/** With the mailboxes as they are now: a rule that was written by name goes by id from now on. */
export function placed(rules: readonly Rule[], all: readonly RulePlace[]): Rule[] {
    return rules.map(rule => {
        const place = rule.mailbox === undefined ? undefined : placeOf(rule, all)
        return place ? { ...rule, mailbox: place.path, mailboxId: place.id } : rule
    })
}

/** RFC 5228 section 2.4.2. */
function quoted(text: string): string { return `"${text.replace(/[\r\n\0]+/g, ' ').replace(/(["\\])/g, '\\$1')}"` }
