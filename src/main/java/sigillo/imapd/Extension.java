package sigillo.imapd;

import java.util.Optional;
import java.util.Set;

/**
 * What is not offered for a while to a program that has shown that it cannot use it: see {@link Misuses}, which keeps them by
 * their places here: new ones come behind.
 */
enum Extension {
    UIDONLY("UIDONLY", Set.of()),
    QRESYNC("QRESYNC", Set.of("QRESYNC", "VANISHED")),
    CONDSTORE("CONDSTORE", Set.of("CHANGEDSINCE", "MODSEQ")),
    UTF8("UTF8=ACCEPT", Set.of("CHARSET")),
    NOTIFY("NOTIFY", Set.of("NOTIFY")),
    IDLE("IDLE", Set.of()),
    COMPRESS("COMPRESS=DEFLATE", Set.of());

    private final String capability;
    private final Set<String> words;

    Extension(String capability, Set<String> words) {
        this.capability = capability;
        this.words = words;
    }

    /** As it is announced, and enabled. */
    String capability() { return capability; }

    /** Of its own, as it is kept. */
    long bit() { return 1L << ordinal(); }

    /** Of which the command speaks, in upper case: the first of those that the client has switched on. */
    static Optional<Extension> spokenOf(String command, Features features, boolean notified) {
        for (var one : values()) {
            if (one.isOn(features, notified) && one.words.stream().anyMatch(command::contains)) return Optional.of(one);
        }
        return Optional.empty();
    }

    private boolean isOn(Features features, boolean notified) {
        return switch (this) {
            case UIDONLY -> features.uidOnly();
            case QRESYNC -> features.qresync();
            case CONDSTORE -> features.condstore();
            case UTF8 -> features.utf8();
            case NOTIFY -> notified;
            case IDLE, COMPRESS -> false;
        };
    }
}
