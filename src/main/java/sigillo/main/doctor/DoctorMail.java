package sigillo.main.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.doctor.Note;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;

/** What the board tells, as a message of RFC 5322: folded, and encoded where a line is long or not ASCII. */
record DoctorMail(Domain host, InstantSource clock) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 3834 section 5: no program answers it. */
    Octets written(Note note, Address to) throws IOException {
        var now = clock.instant();
        var out = new ByteArrayOutputStream();
        new MessageWriter(RANDOM).from(NamedAddress.of("Sigillo", new Address("postmaster", host))).to(NamedAddress.of("", to))
            .date(now.atOffset(ZoneOffset.UTC)).messageId("doctor." + now.toEpochMilli() + "." + Long.toHexString(RANDOM.nextLong()) + "@" + host.name())
            .subject(note.subject()).words("Auto-Submitted", "auto-generated").body(MessageBody.Text.plain(note.text())).writeTo(out);
        return Octets.of(out.toByteArray());
    }
}
