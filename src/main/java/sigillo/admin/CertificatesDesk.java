package sigillo.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.certificates.Certificates;
import sigillo.certificates.Shown;
import sigillo.net.CertificateFiles;

/** The certificates of this server. {@code look}: has what is wanted done now. */
public record CertificatesDesk(Certificates certificates, Runnable look) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.ShowCertificates.class, _ -> show());
        requests.on(Request.RenewCertificate.class, asked -> renew(asked.newKey()));
        requests.on(Request.BringCertificate.class, asked -> bring(asked.chain(), asked.key()));
    }

    Answer show() {
        var shown = certificates.shown();
        return new Answer.Done(new Results.CertificatesShown(lines(shown), shown.orders(), shown.otherwise(), shown.nextTry(), shown.why(), shown.failed(),
            shown.missing().entrySet().stream().map(one -> new Results.Alarm(one.getKey(), one.getValue())).toList(),
            shown.tlsa(), shown.nextTlsa(), shown.nextKeyAt()));
    }

    Answer renew(boolean newKey) {
        try {
            var done = certificates.renew(newKey);
            look.run();
            return Operator.change(done);
        } catch (IOException why) {
            return new Answer.Failed(why.getMessage());
        }
    }

    Answer bring(String chain, String key) {
        var files = new CertificateFiles(Path.of(chain), Path.of(key));
        if (!files.chain().isAbsolute() || !files.key().isAbsolute()) return new Answer.Failed("the paths must be absolute");
        try {
            var done = certificates.bring(files);
            look.run();
            return Operator.change(done);
        } catch (IOException why) {
            return new Answer.Failed(why.getMessage());
        }
    }

    /** Those that are served. */
    public static List<Results.CertificateLine> lines(Certificates certificates) { return lines(certificates.shown()); }

    private static List<Results.CertificateLine> lines(Shown shown) {
        boolean isFirst = true;
        var lines = new ArrayList<Results.CertificateLine>();
        for (var one : shown.served()) {
            lines.add(new Results.CertificateLine(one.names(), one.issuer(), one.until(), isFirst && shown.orders() ? shown.nextTry() : Optional.empty(), one.from()));
            isFirst = false;
        }
        return lines;
    }
}
