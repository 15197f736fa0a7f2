package sigillo.pushing;

import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;

/** What is told: the door's to say. */
public interface Watches {
    /**
     * {@code fromNow}: only what changes from now on; else the first look tells of all. {@code types}: all, where it is
     * empty.
     */
    Watch of(AccountId account, Optional<Set<String>> types, boolean fromNow);

    /** Of one subscription. One thread at a time. */
    interface Watch {
        /** A StateChange (RFC 8620 section 7.1), of what has changed since what was told. */
        Optional<byte[]> look();

        /** What the last look gave has come to whom it is for. Otherwise the next gives it once more. */
        void told();
    }

    /** RFC 8620 section 7.2.2: what comes first, so that nobody is pushed who does not want it. */
    byte[] verification(Subscription to);
}
