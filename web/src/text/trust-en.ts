/**
 * What people read of what the server is held to: the alarm of the key log, and the ledger. In English. Loaded with
 * the first of them.
 */
export const trustEn = {
    alarm: {
        title: 'Something is wrong with this server',
        says: {
            otherLog: 'It shows another log of keys than it showed to your browsers before. Either an older state of '
                + 'it was put back, or it shows different people different keys.',
            otherSigner: 'Its log of keys is signed by another key than before, or not rightly, or says that it is '
                + 'another server.',
            broken: 'Its log of keys cannot be read, or does not hold together.',
            foreign: (address: string, when: string) => `It gave others a key for ${address} that is none of `
                + `yours${when && `, from ${when} on`}. Whoever has that key could read what was written to you.`,
            notLogged: (address: string) => `For ${address} it gives another key than its log says.`,
        },
        seen: 'I have read it',
        stays: 'This stays at the foot of the page, with what to do and what the server has shown.',
        what: 'What to do',
        steps: ['Do not write or expect anything confidential here until you know why.',
            'Did you publish a key by another program, or did who runs this server put a backup back? Ask him, by '
                + 'telephone or in person. Then say so below.',
            'Else compare fingerprints with those to whom you write, by telephone, and tell them.',
            'Save what the server has shown: it is signed, and proves what it did.'],
        save: 'Save what it has shown',
        believe: 'I know why: go on with what it shows now',
        believing: 'What was remembered is let go, and this alarm ends.',
        failed: 'It was not done: the server did not answer, or its log does not hold together.',
    },
    ledger: {
        part: 'What has happened',
        what: 'What happened to your account, in order. Nobody can switch it off; each entry holds those before it, '
            + 'so that none can be changed or taken out unseen. Wrong passwords are counted together. Not in it: what '
            + 'programs read or delete, and what somebody does who reads the disk or the memory of the machine.',
        whole: (count: number) => `This browser has calculated all ${count} entries: each follows from the one before.`,
        closed: (count: number) => count === 1 ? 'One cannot be opened: it is from before a reset of your '
            + 'password.' : `${count} cannot be opened: they are from before a reset of your password.`,
        broken: 'It does not hold together: something in it was changed, or is missing. Save it, and ask who runs '
            + 'this server.',
        older: (until: string) => `It ends before what your browsers saw last${until && ` (${until})`}: an older one `
            + `was put back, or its end was cut off.`,
        other: 'It is another one than your browsers saw last: it was written anew.',
        remembered: 'It goes on from where your browsers saw it last.',
        first: 'Its end is remembered in your vault from now on; the next time this browser sees whether it was put '
            + 'back or written anew.',
        notRemembered: 'Its end is not remembered, since your keys are not open here: that needs end-to-end '
            + 'encryption. A saved file shows the same when you compare it.',
        believe: 'I know why: remember it as it is now',
        save: 'Save all of it as a file',
        verify: 'The file can be verified without this server, by “sigillo ledger verify”.',
        olderOnes: 'Older ones',
        newerOnes: 'Newer ones',
        none: 'Nothing yet.',
        lost: 'It could not be fetched.',
        number: (number: number) => `Entry ${number}`,
        notMe: 'This was not me',
        notMeSteps: ['Change your password: all sessions end.', 'Revoke app passwords, programs and passkeys that you '
            + 'do not know; turn the second factor on.',
            'If your password was known to somebody, make a new recovery code, and a new key for end-to-end '
                + 'encryption.', 'Save this ledger as a file, and tell who runs the server.'],
        notMeOperator: 'That was done by who runs this server. Ask him why, by telephone or in person. At levels L1 '
            + 'and L2 a new password of his opens no mail from before.',
        toSecurity: 'To signing in', toPasswords: 'To mail programs', toDevices: 'To devices and sessions',
            toKeys: 'To end-to-end encryption',
        says: {
            signIn: (how: string, from: string, opened: boolean) => `Signed in ${how}${from && `, from ${from}`}`
                + `${opened ? '; your mail was opened' : ''}`,
            signInFailed: (count: string, how: string, from: string, since: string, until: string) => `Not let in `
                + `${count} times, ${how}${from && `, from ${from}`}: wrong passwords or codes, from ${since} to ${until}`,
            wrongCodes: (count: string) => `. ${count} of them had the right password, and a wrong code after it: `
                + 'change your password',
            passwordChanged: 'The password was changed', passwordRecovered: 'A new password was set with the recovery '
                + 'code', passwordReset: 'A new password was set by who runs this server',
            recoveryCodeMade: 'A new recovery code was made', lockedMailOpened: 'Mail from before a reset was '
                + 'opened', keysRenewed: 'The keys of the mailbox were made anew',
            levelChanged: (level: string) => `The level was changed to ${level}`,
            wayInMade: (kind: string, name: string) => `${kind} was made: ${name}`, wayInRevoked: (kind: string,
                name: string) => `${kind} was revoked: ${name}`,
            secondFactorOn: 'The second factor was turned on', secondFactorOff: 'The second factor was turned off',
            vaultSlotsChanged: 'What opens your vault was changed', textsKeyNamed: (key: string) => `A browser named `
                + `the key for what the server notes of your mail, so that it is found: ${key}`,
                    certificatePublished: (fingerprint: string) => `A `
                + `key was published: ${fingerprint}`, certificateWithdrawn: 'Your published key was withdrawn',
            exported: 'All mail was taken away as a file', imported: 'Mail was brought from a file', accountMade: 'The '
                + 'account was made by an invitation',
            sendingPausedByLimit: 'Sending was paused: it was much more than usual, or than is allowed',
            sendingPausedByOperator: 'Sending was paused by who runs this server', sendingResumed: 'Sending was '
                + 'allowed again by you',
            headDoubtful: 'The head of this ledger was not written by this server: somebody has changed what is kept '
                + 'on its disk, and entries before this one may be missing',
            operator: (act: string, detail: string) => `Who runs this server did this: ${act}${detail && ` (${detail})`}`,
            program: (version: string) => `From here on another version of the program writes: ${version}`,
                letGo: (upTo: string) => `Entries up to ${upTo} went, since there were too many`,
            closed: 'It cannot be opened', other: (what: string) => `Something that this page does not know: ${what}`,
        },
        services: { web: 'in a browser', imap: 'by a mail program (IMAP)', pop: 'by a mail program (POP3)', smtp: 'by '
            + 'a mail program, to send', jmap: 'by a mail program (JMAP)', sieve: 'by a program for '
            + 'rules' } as Record<string, string>,
        kinds: { app_password: 'An app password', token: 'A token', program: 'The way in of a program', passkey: 'A '
            + 'passkey' } as Record<string, string>,
        acts: { AddAccount: 'made the account', SetPassword: 'set a password', SetLevel: 'set the level',
            NewRecoveryCode: 'made a recovery code', Recover: 'recovered the account with its code', Unlock: 'opened '
            + 'locked mail',
            MakeGrant: 'made a way in', RevokeGrant: 'revoked a way in', RenewKeys: 'made the keys of the mailbox '
                + 'anew', TurnOffSecondFactor: 'turned the second factor off', SetDisabled: 'disabled or enabled the '
                + 'account', Disable: 'disabled the account', Enable: 'enabled the account',
            AccountQuota: 'set how much the account may hold', AccountSending: 'set how much the account may send',
            PauseSending: 'paused sending', ResumeSending: 'allowed sending again', ResumeAndDrop: 'allowed sending '
                + 'again, and dropped what waited', LiftComplaint: 'allowed writing to who had complained',
            AccountPop: 'set what POP3 deletes', AccountRules: 'changed the rules', ReadRules: 'looked at the rules',
            FilterWishes: 'changed what the filter does', AccountLearning: 'had forgotten what was learnt of junk',
            AccountRefused: 'looked at what was refused', ListExpunged: 'looked at what was deleted',
            Undelete: 'brought back deleted mail', ExportMail: 'took all mail away as files', ImportMail: 'brought '
                + 'mail from files', ImportOverImap: 'brought mail from another server',
            AddAlias: 'let mail of another address come here', SetAlias: 'changed another address of the account',
            RemoveAlias: 'took another address away', MakeMasked: 'made a masked address', ListMasked: 'looked at '
                + 'the masked addresses', ChangeMasked: 'changed a masked address', RemoveMasked: 'removed a masked '
                + 'address', OrderQueue: 'gave an order for mail that waits', Trace: 'looked at where mail went',
            PublishOpenPgp: 'published a key for you', WithdrawOpenPgp: 'withdrew your published '
                + 'key', AdoptKeyLog: 'took over what an earlier version of the server had published for you' } as Record<string, string>,
    },
}

export type TrustWords = typeof trustEn
