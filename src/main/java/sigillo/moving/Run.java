package sigillo.moving;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.archive.ComparingRoom;
import sigillo.archive.Keeping;

/**
 * What all folders of a run share. {@code followsDeletes}: what is gone at the source goes here too, where it is as it was
 * taken. {@code subject}: names the source, its user and the place here.
 */
record Run(Account account, Keeping keeping, Places places, Emails emails, Tally tally, String subject, boolean followsDeletes) {

    static Run of(Account account, Source source, Optional<String> into, boolean followsDeletes, ComparingRoom room)
            throws IOException {
        var tally = new Tally();
        var subject = String.join("\n", "imap", source.host().toLowerCase(Locale.ROOT), "" + source.port(), source.user(), into.orElse(""));
        return new Run(account, new Keeping(account, room), new Places(account, into, tally), new Emails(account), tally, subject, followsDeletes);
    }

    Progress progress(Folder folder, long uidValidity) {
        return new Progress(account.notes(subject + "\n" + folder.name()), uidValidity);
    }
}
