package sigillo.admin;

import java.io.IOException;
import java.util.Optional;
import sigillo.backup.Backups;

/** Backups of this server: made now, and what there is. */
final class BackupDesk implements Desk {
    private final Backups backups;

    BackupDesk(Backups backups) { this.backups = backups; }

    @Override public void register(Requests requests) {
        requests.on(Request.BackUp.class, asked -> now(asked.target()));
        requests.on(Request.ListBackups.class, asked -> list(asked.target()));
    }

    /** What became of each is in the answer. */
    Answer now(Optional<String> target) {
        var why = whyNot(target);
        if (why.isPresent()) return new Answer.Failed(why.get());
        return new Answer.Done(backups.now(target));
    }

    /** Of a target, what is in it; else the targets. */
    Answer list(Optional<String> target) {
        if (target.isEmpty()) return new Answer.Done(backups.lines());
        var why = whyNot(target);
        if (why.isPresent()) return new Answer.Failed(why.get());
        try {
            return new Answer.Done(backups.list(target.get()));
        } catch (IOException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> whyNot(Optional<String> target) {
        if (backups.lines().isEmpty()) {
            return Optional.of("no target is configured: docs/backup.md says how ([[backup.target]])");
        }
        return target.filter(name -> !backups.has(name)).map(name -> "there is no target " + name);
    }
}
