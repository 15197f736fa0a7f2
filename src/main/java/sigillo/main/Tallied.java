package sigillo.main;

/** What is kept, in numbers that an upgrade must not change. */
final class Tallied {
    private Tallied() {}

    /** Of a store in which nothing is under way. Reads a row of each mailbox. */
    static String of(Kept kept) {
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
