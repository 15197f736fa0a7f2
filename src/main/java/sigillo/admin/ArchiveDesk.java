package sigillo.admin;

import java.io.IOException;
import java.nio.file.Path;
import sigillo.account.Account;
import sigillo.archive.ComparingRoom;
import sigillo.archive.Export;
import sigillo.archive.Import;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** Mail out into files and in from them, for whom the account opens. The server reads and writes, as its own user. */
final class ArchiveDesk implements Desk {
    private final OpenAccounts open;
    private final Path scratch;
    private final ComparingRoom room;
    private Spool spool;

    /** {@code scratch}: a folder where long messages lie, encrypted, while they are read. */
    ArchiveDesk(OpenAccounts open, Path scratch, ComparingRoom room) {
        this.open = open;
        this.scratch = scratch;
        this.room = room;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.ExportMail.class, this::export);
        requests.on(Request.ImportMail.class, this::take);
    }

    Answer export(Request.ExportMail asked) {
        return open.with(asked.address(), asked.password(), account -> export(account, asked));
    }

    private static Answer export(Account account, Request.ExportMail asked) {
        try {
            return new Answer.Done(new Export(account, Path.of(asked.folder()), asked.format()).run());
        } catch (IOException e) {
            return new Answer.Failed("it could not be written: " + why(e));
        }
    }

    Answer take(Request.ImportMail asked) {
        return open.with(asked.address(), asked.password(), account -> take(account, asked));
    }

    private Answer take(Account account, Request.ImportMail asked) {
        try (var mail = new Import(account, asked.into(), room)) {
            return new Answer.Done(mail.run(Path.of(asked.from()), spool()));
        } catch (IOException e) {
            return new Answer.Failed("it was not read to its end (what was read is kept, and trying again is safe): "
                + why(e));
        }
    }

    private synchronized Spool spool() throws IOException {
        if (spool == null) spool = Spool.open(SpoolSettings.at(scratch));
        return spool;
    }

    /** Messages of the system are often a path alone. */
    private static String why(IOException e) {
        var text = String.valueOf(e.getMessage());
        return text.contains(" ") ? text : text + " (" + e.getClass().getSimpleName() + ")";
    }
}
