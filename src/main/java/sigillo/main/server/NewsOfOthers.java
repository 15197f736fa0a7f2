package sigillo.main.server;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.OneByOne;
import sigillo.directory.AccountRecord;
import sigillo.lists.Lists;
import sigillo.login.Slowdown;
import sigillo.main.kept.Kept;
import sigillo.nodes.NodeId;
import sigillo.nodes.NodeNews;
import sigillo.queue.MailQueue;
import sigillo.receivers.Receivers;
import sigillo.signing.Signing;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;

/**
 * What other servers of the cluster have committed, brought to those here who remember something of it. What one of
 * them cannot look at now keeps nothing from the others, and all is looked at again some seconds later.
 */
final class NewsOfOthers implements NodeNews {
    private static final System.Logger LOG = System.getLogger("sigillo.nodes");
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String DIRECTORY = "directory";
    private static final String GUESSES = "guesses";
    private static final String LISTS = "lists";
    private static final String MASKED = "masked";
    private static final String QUEUE = "q/main";
    private static final String SIGNING = "signing";
    private static final String RECEIVERS = "receivers";
    private static final String FILTER_WISHES = "filter-wishes";
    private static final String FILTER_SENDERS = "filter-senders";
    private static final String PUSH = "push";
    private static final String RULES = "rules";
    private static final String SENDING = "sending";
    private static final String SHREDDING = "shredding";

    private final Kept kept;
    private final MailQueue queue;
    private final Signing signing;
    private final Optional<Receivers> receivers;
    private final Slowdown slowdown;
    private final Lists lists;
    /** Something could not be looked at: from now on anything may be out of date. */
    private boolean isBehind;
    private long triedAt = System.nanoTime();

    NewsOfOthers(Kept kept, MailQueue queue, Signing signing, Optional<Receivers> receivers, Slowdown slowdown, Lists lists) {
        this.receivers = receivers;
        this.slowdown = slowdown;
        this.lists = lists;
        this.kept = kept;
        this.queue = queue;
        this.signing = signing;
    }

    @Override public synchronized void changed(Set<PartitionName> partitions) {
        partitions.forEach(name -> tried(() -> changed(name)));
    }

    private void changed(PartitionName name) {
        switch (name.text()) {
            case DIRECTORY -> directory();
            case GUESSES -> slowdown.changedElsewhere();
            case QUEUE -> queue.changedElsewhere();
            case SIGNING -> signing.changedElsewhere();
            case RECEIVERS -> receivers.ifPresent(Receivers::changedElsewhere);
            case LISTS -> lists.changedElsewhere();
            case RULES, PUSH, SENDING, FILTER_WISHES, FILTER_SENDERS, MASKED -> { } // read each time
            case SHREDDING -> shredding();
            default -> {
                kept.keyring().changedElsewhere(name);
                kept.accounts().changedElsewhere(name);
            }
        }
    }

    /** Who was let in, and is not any more, is ended; whom the directory has lost is too. */
    private void directory() {
        var before = letIn();
        kept.directory().changedElsewhere();
        signing.changedElsewhere();
        before.removeAll(letIn());
        before.forEach(kept.keyring()::end);
    }

    /** Which keys all have, and which are destroyed. */
    private void shredding() {
        kept.slotKeys().shredder().changedElsewhere();
        kept.queueSeal().shredder().changedElsewhere();
    }

    private Set<AccountId> letIn() {
        return kept.directory().accounts().stream().filter(account -> !account.disabled()).map(AccountRecord::id)
            .collect(Collectors.toCollection(HashSet::new));
    }

    @Override public synchronized void missed() {
        isBehind = false;
        triedAt = System.nanoTime();
        tried(this::shredding);
        tried(this::directory);
        tried(kept.keyring()::changedElsewhere);
        tried(kept.accounts()::changedElsewhere);
        tried(slowdown::changedElsewhere);
        tried(lists::changedElsewhere);
        tried(queue::freedElsewhere);
        receivers.ifPresent(all -> tried(all::changedElsewhere));
    }

    @Override public synchronized void died(NodeId node) { tried(queue::freedElsewhere); }

    /** What the store would not tell is looked at again, all of it. */
    @Override public synchronized void looked() {
        if (isBehind && System.nanoTime() - triedAt > AGAIN.toNanos()) missed();
    }

    private void tried(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            isBehind |= isForNow(e);
            LOG.log(Level.WARNING, "what another server has changed cannot be looked at now", e);
        }
    }

    /** What is damaged stays so, and is told by those who read it. */
    private static boolean isForNow(RuntimeException e) {
        var why = e instanceof OneByOne.Failed ? e.getCause() : e;
        return why instanceof StoreException && !(why instanceof Damaged);
    }
}
