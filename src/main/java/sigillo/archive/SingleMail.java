package sigillo.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.spool.Spool;

/** A file that is one message. It knows no flags; when it came is what its header says. */
record SingleMail(Path file, String mailbox, Spool spool) implements Archive {

    @Override public void each(Visitor visitor) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS); var content = LineEnds.read(in, spool)) {
            var header = HeaderSection.read(content, MessageLimits.DEFAULT).header();
            visitor.visit(new ArchivedMail(content, List.of(mailbox), Set.of(), false, MailMarks.came(header)));
        }
    }

    /** As it is, under its number; the file's date is when it came. */
    static void write(Path folder, long number, ArchivedMail mail) throws IOException {
        var file = Files.createFile(folder.resolve("%06d.eml".formatted(number)));
        try (var out = Files.newOutputStream(file)) {
            mail.content().writeTo(out);
        }
        Files.setLastModifiedTime(file, FileTime.from(mail.date().orElseThrow()));
    }

    /** What {@code path} is as a file: without it, empty. */
    static Optional<String> name(Path path) { return Optional.ofNullable(path.getFileName()).map(Path::toString); }
}
