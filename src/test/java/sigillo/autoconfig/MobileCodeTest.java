package sigillo.autoconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.autoconfig.Offered.Security;
import sigillo.autoconfig.Offered.Service;
import sigillo.base.Address;

class MobileCodeTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Offered IMAP = new Offered(Service.IMAP, Security.TLS, "mail.home.example", 993);
    private static final Offered SMTP = new Offered(Service.SUBMISSION, Security.STARTTLS, "mail.home.example", 587);

    /** The example of the format, with the passwords that it allows. */
    @Test void asTheFormatHasIt() {
        assertEquals(Optional.of("[1,[1,1],[0,\"mail.home.example\",993,3,1,\"anna@home.example\",\"\",\"k7-m2\"],"
            + "[[[0,\"mail.home.example\",587,2,1,\"anna@home.example\",\"k7-m2\"],[\"anna@home.example\",\"anna\"]]]]"), MobileCode.write(ANNA, List.of(SMTP, IMAP), "k7-m2"));
    }

    @Test void whatTheFormatDoesNotKnowIsNotWritten() {
        assertEquals(Optional.empty(), MobileCode.write(ANNA, List.of(IMAP), "p"), "nothing sends");
        assertEquals(Optional.empty(), MobileCode.write(ANNA, List.of(SMTP), "p"), "nothing is read");
        assertEquals(Optional.empty(), MobileCode.write(new Address("ann\u00e4", ANNA.domain()), List.of(IMAP, SMTP), "p"));
        assertEquals(Optional.empty(), MobileCode.write(new Address("an\"na", ANNA.domain()), List.of(IMAP, SMTP), "p"));
        assertEquals(Optional.empty(), MobileCode.write(ANNA, List.of(IMAP, SMTP), "p\"]"));
    }
}
