package sigillo.main.upgrade;

import sigillo.main.kept.Kept;

/** What is kept, in numbers that an upgrade must not change. */
public final class Tallied {
    private Tallied() {}

    /** Of a store in which nothing is under way. Reads a row of each mailbox. */
    public static String of(Kept kept) {
        long mailboxes = 0;
        long messages = 0;
        for (var account : kept.accounts().all()) {
            for (var mailbox : kept.accounts().open(account).mailboxes()) {
                mailboxes++;
                messages += mailbox.counts().emails();
            }
        }
        var directory = kept.directory();
        return directory.domains().size() + " domains, " + directory.accounts().size() + " accounts, " + directory.aliases().size() + " aliases, " + mailboxes + " mailboxes, "
            + messages + " messages";
    }
}
