package sigillo.main.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import sigillo.doctor.DoctorSettings;

/** Who is told how the server is. */
final class DeclaredDoctor {
    private DeclaredDoctor() {}

    static DoctorSettings settings(Section top) {
        var here = top.section("doctor", """
            Who is told, elsewhere, when something is wrong: once, again when it is over, and each month that all is well (docs/running.md).""");
        var mail = here.maybe("mail_to", Kind.ADDRESS, "An address of yours that is not here: when mail is in trouble, one here does not hear of it.");
        var hook = here.secret("webhook", "An https:// address that is told the same in JSON: of a program of yours, or of a service that passes it on.");
        var uri = hook.flatMap(said -> uri(said.value()));
        if (hook.isPresent() && uri.isEmpty()) here.wrong("webhook", "an https:// address without a user, such as \"https://ntfy.example/my-topic\", would be right");
        here.end();
        return new DoctorSettings(mail, uri);
    }

    private static Optional<URI> uri(String text) {
        try {
            var uri = new URI(text);
            return Optional.of(uri).filter(one -> "https".equals(one.getScheme()) && one.getHost() != null && one.getUserInfo() == null && one.getFragment() == null);
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
