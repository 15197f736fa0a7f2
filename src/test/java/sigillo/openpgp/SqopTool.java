package sigillo.openpgp;

import java.nio.file.Files;
import java.nio.file.Path;

/** Sequoia, by the stateless command line that several programs have. */
final class SqopTool extends CommandTool {
    SqopTool() { super("sqop"); }

    @Override public void begin(Known known) throws Exception {
        super.begin(known);
        Files.writeString(Path.of(path("passphrase")), PASSPHRASE);
        shell("sqop generate-key '<sqop@mx.example>' > " + path("own.asc"));
        shell("sqop extract-cert < " + path("own.asc") + " > " + path("own-cert.asc"));
    }

    @Override public byte[] certificate() throws Exception { return octets(path("own-cert.asc")); }

    @Override public byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var how = isEncrypted ? "encrypt " + (isSigned ? "--sign-with=" + path("own.asc") : "") + " " + path("us.pgp")
            : "inline-sign " + path("own.asc");
        shell("sqop " + how + " < " + file(content) + " > " + out);
        return octets(out);
    }

    @Override public byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var how = isEncrypted
            ? "decrypt " + (isSigned ? verification() : "") + " --with-key-password=" + path("passphrase")
            + " " + path("own.asc") + " " + path("moved.asc") : "inline-verify " + path("us.pgp");
        shell("sqop " + how + " < " + file(message) + " > " + out);
        return octets(out);
    }

    private String verification() { return "--verify-with=" + path("us.pgp") + " --verifications-out=" + place(); }

    @Override public byte[] signDetached(byte[] content) throws Exception {
        var out = place();
        shell("sqop sign " + path("own.asc") + " < " + file(content) + " > " + out);
        return octets(out);
    }

    @Override public byte[] signCleartext(byte[] text) throws Exception {
        var out = place();
        shell("sqop inline-sign --as=clearsigned " + path("own.asc") + " < " + file(text) + " > " + out);
        return octets(out);
    }

    @Override public void verifyDetached(byte[] content, byte[] signature) throws Exception {
        shell("sqop verify " + file(signature) + " " + path("us.pgp") + " < " + file(content));
    }
}
