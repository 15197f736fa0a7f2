package sigillo.openpgp;

import java.util.ArrayList;
import java.util.List;

/** Sequoia's command. */
final class SqTool extends CommandTool {
    SqTool() { super("sq"); }

    @Override public void begin(Known known) throws Exception {
        super.begin(known);
        run("key", "generate", "--userid", "<sq@mx.example>", "--export", path("own.pgp"));
        run("key", "extract-cert", "-o", path("own-cert.pgp"), path("own.pgp"));
    }

    @Override public byte[] certificate() throws Exception { return octets(path("own-cert.pgp")); }

    @Override public byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var words = new ArrayList<>(List.of(isEncrypted ? "encrypt" : "sign", "-o", out));
        if (isEncrypted) words.addAll(List.of("--recipient-cert", path("us.pgp")));
        if (isSigned) words.addAll(List.of("--signer-key", path("own.pgp")));
        words.add(file(content));
        run(words.toArray(String[]::new));
        return octets(out);
    }

    @Override public byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var words = new ArrayList<>(List.of(isEncrypted ? "decrypt" : "verify", "-o", out));
        if (isSigned) words.addAll(List.of("-n", "1", "--signer-cert", path("us.pgp")));
        if (isEncrypted) words.addAll(List.of("--recipient-key", path("own.pgp"), "--recipient-key",
            path("moved-plain.pgp")));
        words.add(file(message));
        run(words.toArray(String[]::new));
        return octets(out);
    }

    @Override public byte[] signDetached(byte[] content) throws Exception {
        var out = place();
        run("sign", "--detached", "--signer-key", path("own.pgp"), "-o", out, file(content));
        return octets(out);
    }

    @Override public byte[] signCleartext(byte[] text) throws Exception {
        var out = place();
        run("sign", "--cleartext-signature", "--signer-key", path("own.pgp"), "-o", out, file(text));
        return octets(out);
    }

    @Override public void verifyDetached(byte[] content, byte[] signature) throws Exception {
        run("verify", "-n", "1", "--signer-cert", path("us.pgp"), "--detached", file(signature), file(content));
    }
}
