/** JMAP as types: RFC 8620 (core) and RFC 8621 (mail). Only what the webmail asks for; answers are believed. */

export type Id = string
/** RFC 8620 section 1.4: a time in UTC, `2026-12-01T07:00:00Z`. */
export type UTCDate = string
/** As it was written, with its offset. */
export type JmapDate = string

export const CORE = 'urn:ietf:params:jmap:core'
export const MAIL = 'urn:ietf:params:jmap:mail'
export const SUBMISSION = 'urn:ietf:params:jmap:submission'
export const VACATION = 'urn:ietf:params:jmap:vacationresponse'
export const MDN = 'urn:ietf:params:jmap:mdn'
export const SIEVE = 'urn:ietf:params:jmap:sieve'
export const BLOB = 'urn:ietf:params:jmap:blob'
/** RFC 9749. */
export const VAPID = 'urn:ietf:params:jmap:webpush-vapid'
/** Sigillo's own: mail that comes again later, how long sending can be taken back. docs/jmap.md. */
export const LATER = 'urn:sigillo:jmap:later'

/** Sigillo's own: leaving a list by one click. docs/jmap.md. */
export const UNSUBSCRIBE = 'urn:sigillo:jmap:unsubscribe'
/** Of ours: docs/jmap.md. */
export const EXCHANGE = 'urn:sigillo:jmap:exchange'
/** Of ours: names and colours of labels. docs/jmap.md. */
export const LABELS = 'urn:sigillo:jmap:labels'
/** RFC 9219. */
export const SMIME = 'urn:ietf:params:jmap:smimeverify'

/** RFC 8620 section 2. */
export interface Session {
    capabilities: Record<string, unknown>
    accounts: Record<Id, SessionAccount>
    primaryAccounts: Record<string, Id>
    username: string
    apiUrl: string
    downloadUrl: string
    uploadUrl: string
    eventSourceUrl: string
    state: string
}

export interface SessionAccount {
    name: string
    isPersonal: boolean
    isReadOnly: boolean
    accountCapabilities: Record<string, unknown>
}

/** Of the capability `CORE`. */
export interface CoreLimits {
    maxSizeUpload: number
    maxConcurrentUpload: number
    /** In octets. */
    maxSizeRequest: number
    maxConcurrentRequests: number
    maxCallsInRequest: number
    maxObjectsInGet: number
    maxObjectsInSet: number
}

/** RFC 8620 section 3.2: name, arguments, the client's id of the call. */
export type Invocation = [string, Record<string, unknown>, string]

/** RFC 8620 section 3.7. */
export interface Reference { resultOf: string, name: string, path: string }

/** RFC 8620 section 3.6.2. */
export interface MethodError { type: string, description?: string }

/** RFC 8620 section 5.3. */
export interface SetError { type: string, description?: string, properties?: string[], existingId?: Id, notFound?: Id[] }

/** RFC 8620 section 5.3: paths and their new values; null takes away. */
export type Patch = Record<string, unknown>

/** RFC 8620 section 5.1. */
export interface GetArguments { accountId: Id, ids?: Id[] | null, properties?: string[], [more: string]: unknown }
export interface GetAnswer<T> { accountId: Id, state: string, list: T[], notFound: Id[] }

/** RFC 8620 section 5.2. */
export interface ChangesArguments { accountId: Id, sinceState: string, maxChanges?: number }
export interface ChangesAnswer {
    accountId: Id
    oldState: string
    newState: string
    hasMoreChanges: boolean
    created: Id[]
    updated: Id[]
    destroyed: Id[]
}

/** RFC 8620 section 5.3. */
export interface SetArguments {
    accountId: Id
    ifInState?: string
    create?: Record<Id, object>
    update?: Record<Id, Patch>
    destroy?: Id[]
    [more: string]: unknown
}
export interface SetAnswer {
    accountId: Id
    oldState: string | null
    newState: string
    created?: Record<Id, { id: Id } & Record<string, unknown>> | null
    updated?: Record<Id, Record<string, unknown> | null> | null
    destroyed?: Id[] | null
    notCreated?: Record<Id, SetError> | null
    notUpdated?: Record<Id, SetError> | null
    notDestroyed?: Record<Id, SetError> | null
}

/** RFC 8620 section 5.5. */
export interface Comparator { property: string, isAscending?: boolean, collation?: string, keyword?: string }
export interface QueryArguments<F> {
    accountId: Id
    filter?: Filter<F> | null
    sort?: Comparator[]
    position?: number
    anchor?: Id
    anchorOffset?: number
    limit?: number
    calculateTotal?: boolean
    collapseThreads?: boolean
}
export interface QueryAnswer {
    accountId: Id
    queryState: string
    canCalculateChanges: boolean
    position: number
    ids: Id[]
    total?: number
    limit?: number
}
export interface FilterOperator<F> { operator: 'AND' | 'OR' | 'NOT', conditions: Filter<F>[] }
export type Filter<F> = F | FilterOperator<F>

/** RFC 8620 section 5.6. */
export interface QueryChangesArguments<F> {
    accountId: Id
    filter?: Filter<F> | null
    sort?: Comparator[]
    sinceQueryState: string
    maxChanges?: number
    upToId?: Id
    calculateTotal?: boolean
    collapseThreads?: boolean
}
export interface QueryChangesAnswer {
    accountId: Id
    oldQueryState: string
    newQueryState: string
    total?: number
    removed: Id[]
    added: { id: Id, index: number }[]
}

/** RFC 8620 section 7.1. */
export interface StateChange { '@type': 'StateChange', changed: Record<Id, Record<string, string>> }

/** RFC 8621 section 2. */
export interface Mailbox {
    id: Id
    name: string
    parentId: Id | null
    role: string | null
    sortOrder: number
    totalEmails: number
    unreadEmails: number
    totalThreads: number
    unreadThreads: number
    isSubscribed: boolean
    myRights: Record<string, boolean>
}

/** RFC 8621 section 3. */
export interface Thread { id: Id, emailIds: Id[] }

/** RFC 8621 section 4.1.2.3. */
export interface EmailAddress { name: string | null, email: string }

/** RFC 8621 section 4.1.4. */
export interface EmailBodyPart {
    partId: string | null
    blobId: Id | null
    size: number
    name: string | null
    type: string
    charset?: string | null
    disposition: string | null
    cid: string | null
    'header:Content-Type:asRaw'?: string | null
    subParts?: EmailBodyPart[] | null
}
export interface EmailBodyValue { value: string, isEncodingProblem: boolean, isTruncated: boolean }

/** RFC 8621 section 4: what a row of a list shows. */
export interface EmailRow {
    id: Id
    threadId: Id
    mailboxIds: Record<Id, true>
    keywords: Record<string, true>
    from: EmailAddress[] | null
    to: EmailAddress[] | null
    subject: string | null
    receivedAt: UTCDate
    size: number
    hasAttachment: boolean
    preview: string
}

/** RFC 8621 section 4: what the reading pane shows. */
export interface Email extends EmailRow {
    blobId: Id
    messageId: string[] | null
    inReplyTo: string[] | null
    references: string[] | null
    cc: EmailAddress[] | null
    bcc: EmailAddress[] | null
    replyTo: EmailAddress[] | null
    sentAt: JmapDate | null
    bodyValues: Record<string, EmailBodyValue>
    textBody: EmailBodyPart[]
    htmlBody: EmailBodyPart[]
    attachments: EmailBodyPart[]
}

/** RFC 8621 section 4.4.1. */
export interface EmailCondition {
    inMailbox?: Id
    inMailboxOtherThan?: Id[]
    before?: UTCDate
    after?: UTCDate
    minSize?: number
    maxSize?: number
    hasKeyword?: string
    notKeyword?: string
    hasAttachment?: boolean
    text?: string
    from?: string
    to?: string
    cc?: string
    subject?: string
    body?: string
    header?: string[]
}

/** RFC 8621 section 6. */
export interface Identity {
    id: Id
    name: string
    email: string
    replyTo: EmailAddress[] | null
    bcc: EmailAddress[] | null
    textSignature: string
    htmlSignature: string
    mayDelete: boolean
}

/** RFC 8621 section 7. */
export interface EmailSubmission {
    id: Id
    identityId: Id
    emailId: Id
    threadId: Id
    envelope: Envelope | null
    sendAt: UTCDate
    undoStatus: 'pending' | 'final' | 'canceled'
    deliveryStatus: Record<string, { smtpReply: string, delivered: string, displayed: string }> | null
}
export interface Envelope { mailFrom: EnvelopeAddress, rcptTo: EnvelopeAddress[] }
export interface EnvelopeAddress { email: string, parameters: Record<string, string | null> | null }

/** RFC 8621 section 5. */
export interface SearchSnippet { emailId: Id, subject: string | null, preview: string | null }

/** RFC 8621 section 8. */
export interface VacationResponse {
    id: Id
    isEnabled: boolean
    fromDate: UTCDate | null
    toDate: UTCDate | null
    subject: string | null
    textBody: string | null
    htmlBody: string | null
}

/** RFC 9661 section 2. */
export interface SieveScript { id: Id, name: string, blobId: Id, isActive: boolean }

/** RFC 8621 section 7.3. */
export interface SubmissionCondition { identityIds?: Id[], emailIds?: Id[], threadIds?: Id[], undoStatus?: EmailSubmission['undoStatus'] }

/** RFC 8620 section 7.2. */
export interface PushSubscriptionRow { id: Id, deviceClientId: string, verificationCode: string | null, expires: UTCDate | null, types: string[] | null }

/** What the methods take and give. */
export interface Methods {
    'Core/echo': [Record<string, unknown>, Record<string, unknown>]
    'Mailbox/get': [GetArguments, GetAnswer<Mailbox>]
    'Mailbox/changes': [ChangesArguments, ChangesAnswer & { updatedProperties: string[] | null }]
    'Mailbox/set': [SetArguments, SetAnswer]
    'Thread/get': [GetArguments, GetAnswer<Thread>]
    'Thread/changes': [ChangesArguments, ChangesAnswer]
    'Email/get': [GetArguments, GetAnswer<Email>]
    'Email/changes': [ChangesArguments, ChangesAnswer]
    'Email/query': [QueryArguments<EmailCondition>, QueryAnswer]
    'Email/queryChanges': [QueryChangesArguments<EmailCondition>, QueryChangesAnswer]
    'Email/set': [SetArguments, SetAnswer]
    'Email/parse': [{ accountId: Id, blobIds: Id[] }, { parsed: Record<Id, Pick<Email, 'textBody' | 'htmlBody' | 'attachments' | 'bodyValues'>> | null }]
    'Email/import': [{ accountId: Id, emails: Record<string, unknown> }, { created: Record<string, { id: Id, blobId: Id }> | null, notCreated: Record<string, SetError> | null }]
    'Identity/get': [GetArguments, GetAnswer<Identity>]
    'Identity/set': [SetArguments, SetAnswer]
    'EmailSubmission/get': [GetArguments, GetAnswer<EmailSubmission>]
    'EmailSubmission/query': [QueryArguments<SubmissionCondition>, QueryAnswer]
    'EmailSubmission/set': [SetArguments, SetAnswer]
    'MDN/send': [Record<string, unknown>, { sent: Record<Id, unknown> | null, notSent: Record<Id, SetError> | null }]
    'SearchSnippet/get': [{ accountId: Id, filter: Filter<EmailCondition> | null, emailIds: Id[] }, { list: SearchSnippet[], notFound: Id[] | null }]
    'VacationResponse/get': [GetArguments, GetAnswer<VacationResponse>]
    'VacationResponse/set': [SetArguments, SetAnswer]
    'SieveScript/get': [GetArguments, GetAnswer<SieveScript>]
    'SieveScript/set': [SetArguments, SetAnswer]
    'Email/exchange': [{ accountId: Id, emailId: Id, blobId: Id }, { emailId: Id, exchanged: { id: Id, blobId: Id, threadId: Id, size: number } } | { emailId: Id, notExchanged: SetError }]
    'Unsubscribe/get': [GetArguments, GetAnswer<{ id: Id, host: string }>]
    'Unsubscribe/send': [{ accountId: Id, emailId: Id }, { emailId: Id, outcome: 'done' | 'refused' | 'notReached' | 'slowed' | 'notOffered' }]
    'PushSubscription/get': [{ ids: Id[] | null }, { list: PushSubscriptionRow[], notFound: Id[] }]
    'PushSubscription/set': [Omit<SetArguments, 'accountId'>, SetAnswer]
    'Labels/get': [GetArguments, GetAnswer<{ id: Id, labels: Record<string, { name: string, color: string }> }>]
    'Labels/set': [SetArguments, SetAnswer]
    'UndoSend/get': [GetArguments, GetAnswer<{ id: Id, seconds: number }>]
    'UndoSend/set': [SetArguments, SetAnswer]
}
export type Method = keyof Methods
/** An argument may be named `#name`, and be a reference. */
export type Arguments<M extends Method> = Methods[M][0] | Record<string, unknown>
export type Answer<M extends Method> = Methods[M][1]
