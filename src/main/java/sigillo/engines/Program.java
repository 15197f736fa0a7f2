package sigillo.engines;

/** A program that may be asked, by its names: for people, in keys, and what it does. */
enum Program {
    CLAMD("ClamAV", "clamd", EngineLimits.CLAMD_AT_ONCE),
    SPAMD("SpamAssassin", "spamd", EngineLimits.SPAMD_AT_ONCE),
    RSPAMD("Rspamd", "rspamd", EngineLimits.RSPAMD_AT_ONCE),
    MILTER("A milter", "milter", EngineLimits.MILTER_AT_ONCE);

    private final String title;
    private final String key;
    private final int atOnce;

    Program(String title, String key, int atOnce) {
        this.title = title;
        this.key = key;
        this.atOnce = atOnce;
    }

    String title() { return title; }

    String key() { return key; }

    int atOnce() { return atOnce; }
}
