package sigillo.openpgp;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import sigillo.peers.Program;

/** OpenPGP.js, as our webmail has it, in a node that stays. */
final class OpenPgpJsTool extends CommandTool {
    private static final Path LIBRARY = Path.of("web/node_modules/openpgp/dist/node/openpgp.mjs").toAbsolutePath();

    /** A line of JSON is a task, an answer is {@code ok} or what went wrong. */
    private static final String SCRIPT = """
        import { createInterface } from 'node:readline';
        import { readFileSync, writeFileSync } from 'node:fs';
        const [library, folder, passphrase] = process.argv.slice(2);
        const pgp = await import(library);
        const at = name => folder + '/' + name;
        const us = await pgp.readKey({ binaryKey: readFileSync(at('us.pgp')) });
        const locked = await pgp.readPrivateKey({ armoredKey: readFileSync(at('moved.asc'), 'utf8') });
        const moved = await pgp.decryptKey({ privateKey: locked, passphrase });
        const own = (await pgp.generateKey({ userIDs: [{ email: 'js@mx.example' }], format: 'object' })).privateKey;
        const read = async file => {
          const octets = readFileSync(file);
          return octets[0] < 0x80 ? { armoredMessage: octets.toString() } : { binaryMessage: octets };
        };
        const good = async signatures => {
          if (signatures.length !== 1) throw new Error(signatures.length + ' signatures');
          await signatures[0].verified;
        };
        const tasks = {
          async certificate(task) { writeFileSync(task.out, own.toPublic().write()); },
          async seal(task) {
            const message = await pgp.createMessage({ binary: new Uint8Array(readFileSync(task.in)) });
            const signingKeys = task.signed ? own : undefined;
            const sealed = task.encrypted ? await pgp.encrypt({ message, encryptionKeys: us, signingKeys })
              : await pgp.sign({ message, signingKeys });
            writeFileSync(task.out, sealed);
          },
          async open(task) {
            const message = await pgp.readMessage(await read(task.in));
            const options = { message, verificationKeys: us, format: 'binary' };
            const opened = task.encrypted ? await pgp.decrypt({ ...options, decryptionKeys: [own, moved] })
              : await pgp.verify(options);
            if (task.signed) await good(opened.signatures);
            writeFileSync(task.out, opened.data);
          },
          async sign(task) {
            const message = await pgp.createMessage({ binary: new Uint8Array(readFileSync(task.in)) });
            writeFileSync(task.out, await pgp.sign({ message, signingKeys: own, detached: true }));
          },
          async cleartext(task) {
            const message = await pgp.createCleartextMessage({ text: readFileSync(task.in, 'utf8') });
            writeFileSync(task.out, await pgp.sign({ message, signingKeys: own }));
          },
          async version6(task) {
            const aead = pgp.enums.aead[task.aead];
            const config = { v6Keys: true, aeadProtect: true, preferredAEADAlgorithm: aead };
            const made = await pgp.generateKey({ type: 'curve25519', userIDs: [{ email: 'six@mx.example' }], format: 'object', config });
            writeFileSync(task.key, made.privateKey.write());
            const message = await pgp.createMessage({ binary: new Uint8Array(readFileSync(task.in)) });
            writeFileSync(task.out, await pgp.encrypt({ message, encryptionKeys: made.publicKey, signingKeys: made.privateKey,
              format: 'binary', config }));
          },
          async verify(task) {
            const message = await pgp.createMessage({ binary: new Uint8Array(readFileSync(task.in)) });
            const signature = await pgp.readSignature({ binarySignature: new Uint8Array(readFileSync(task.signature)) });
            await good((await pgp.verify({ message, signature, verificationKeys: us })).signatures);
          },
        };
        console.log('ok');
        for await (const line of createInterface({ input: process.stdin })) {
          const task = JSON.parse(line);
          await tasks[task.do](task).then(() => console.log('ok'), wrong => console.log(String(wrong.stack).replace(/\\n/g, ' ')));
        }
        """;

    private Process node;
    private BufferedReader answers;

    OpenPgpJsTool() { super("node"); }

    @Override public String name() { return "OpenPGP.js"; }

    @Override public boolean isInstalled() { return Program.isInstalled("node") && Files.exists(LIBRARY); }

    @Override public void begin(Known known) throws Exception {
        super.begin(known);
        Files.writeString(Path.of(path("tool.mjs")), SCRIPT);
        node = new ProcessBuilder("node", path("tool.mjs"), LIBRARY.toUri().toString(), known.folder().toString(),
            PASSPHRASE)
            .redirectErrorStream(true).start();
        answers = node.inputReader();
        requireOk();
    }

    private void requireOk() throws Exception {
        var answer = answers.readLine();
        if (!"ok".equals(answer)) throw new AssertionError(answer);
    }

    private byte[] task(String what, byte[] in, String more) throws Exception {
        var out = place();
        var line = "{\"do\":\"%s\",\"in\":\"%s\",\"out\":\"%s\"%s}\n".formatted(what, file(in), out, more);
        node.getOutputStream().write(line.getBytes());
        node.getOutputStream().flush();
        requireOk();
        return Files.exists(Path.of(out)) ? octets(out) : null;
    }

    private static String how(boolean isEncrypted, boolean isSigned) {
        return ",\"encrypted\":" + isEncrypted + ",\"signed\":" + isSigned;
    }

    @Override public byte[] certificate() throws Exception { return task("certificate", new byte[0], ""); }

    @Override public byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception {
        return task("seal", content, how(isEncrypted, isSigned));
    }

    @Override public byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception {
        return task("open", message, how(isEncrypted, isSigned));
    }

    @Override public byte[] signDetached(byte[] content) throws Exception { return task("sign", content, ""); }

    /** A key of version 6 that it makes, and a message to it in version 2, signed. */
    record Version6(byte[] secretKey, byte[] message) {}

    Version6 version6(byte[] content, String aead) throws Exception {
        var key = place();
        var message = task("version6", content, ",\"key\":\"" + key + "\",\"aead\":\"" + aead + "\"");
        return new Version6(octets(key), message);
    }

    @Override public byte[] signCleartext(byte[] text) throws Exception { return task("cleartext", text, ""); }

    @Override public void verifyDetached(byte[] content, byte[] signature) throws Exception {
        task("verify", content, ",\"signature\":\"" + file(signature) + "\"");
    }

    @Override public void close() {
        if (node != null) node.destroy();
    }
}
