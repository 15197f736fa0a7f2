package sigillo.main;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.directory.AccountRecord;
import sigillo.login.Slowdown;
import sigillo.nodes.NodeId;
import sigillo.nodes.NodeNews;
import sigillo.queue.MailQueue;
import sigillo.store.PartitionName;

/**
 * What other servers of the cluster have committed, brought to those here who remember something of it. What one of
 * them cannot look at now keeps nothing from the others, and is looked at again with the next news.
 */
final class NewsOfOthers implements NodeNews {
    private static final System.Logger LOG = System.getLogger("sigillo.nodes");
    private static final String DIRECTORY = "directory";
    private static final String GUESSES = "guesses";
    private static final String QUEUE = "q/main";

    private final Kept kept;
    private final MailQueue queue;
    private final Slowdown slowdown;
    /** Something could not be looked at: from now on anything may be out of date. */
    private boolean isBehind;

    NewsOfOthers(Kept kept, MailQueue queue, Slowdown slowdown) {
        this.slowdown = slowdown;
        this.kept = kept;
        this.queue = queue;
    }

    @Override public synchronized void changed(Set<PartitionName> partitions) {
        if (isBehind) missed();
        else partitions.forEach(name -> tried(() -> changed(name)));
    }

    private void changed(PartitionName name) {
        switch (name.text()) {
            case DIRECTORY -> directory();
            case GUESSES -> slowdown.changedElsewhere();
            case QUEUE -> queue.changedElsewhere();
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
        before.removeAll(letIn());
        before.forEach(kept.keyring()::end);
    }

    private Set<AccountId> letIn() {
        return kept.directory().accounts().stream().filter(account -> !account.disabled()).map(AccountRecord::id)
            .collect(Collectors.toCollection(HashSet::new));
    }

    @Override public synchronized void missed() {
        isBehind = false;
        tried(this::directory);
        tried(kept.keyring()::changedElsewhere);
        tried(kept.accounts()::changedElsewhere);
        tried(slowdown::changedElsewhere);
        tried(queue::freedElsewhere);
    }

    @Override public synchronized void died(NodeId node) { tried(queue::freedElsewhere); }

    private void tried(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException later) {
            isBehind = true;
            LOG.log(Level.WARNING, "what another server has changed cannot be looked at now", later);
        }
    }
}
