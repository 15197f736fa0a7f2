package sigillo.openpgp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The library that Thunderbird brings and reads mail with: RNP, by its own interface for other languages. */
@SuppressWarnings("restricted")
final class LibRnpTool implements Tool {
    private static final Path LIBRARY = Path.of("/usr/lib/thunderbird/librnp.so");
    private static final int PUBLIC_AND_SECRET = 3;
    private static final int PUBLIC_WITH_SUBKEYS = 2 | 8;

    private static final Object PLACE = "place";

    private final Arena arena = Arena.ofShared();
    private SymbolLookup symbols;
    private MemorySegment ffi;
    private MemorySegment own;
    private MemorySegment us;
    private Path folder;

    @Override public String name() { return "Thunderbird's RNP"; }

    @Override public boolean isInstalled() { return Files.exists(LIBRARY); }

    @Override public void begin(Known known) throws Exception {
        folder = known.folder();
        symbols = SymbolLookup.libraryLookup(LIBRARY, arena);
        ffi = made("rnp_ffi_create", PLACE, text("GPG"), text("GPG"));
        call("rnp_ffi_set_pass_provider", ffi, passphrases(), MemorySegment.NULL);
        load(known.us().octets());
        load(known.moved().export(PASSPHRASE.toCharArray()));
        us = made("rnp_locate_key", ffi, text("fingerprint"), text(known.us().fingerprint()), PLACE);
        own = made("rnp_generate_key_25519", ffi, text("thunderbird@mx.example"), MemorySegment.NULL, PLACE);
    }

    private void load(byte[] keys) throws Exception {
        var input = input(keys);
        call("rnp_load_keys", ffi, text("GPG"), input, PUBLIC_AND_SECRET);
        call("rnp_input_destroy", input);
    }

    /** Gives the passphrase of the key that was moved, whatever is asked. */
    private MemorySegment passphrases() throws Exception {
        var type = MethodType.methodType(boolean.class, MemorySegment.class, MemorySegment.class, MemorySegment.class,
            MemorySegment.class, MemorySegment.class, long.class);
        var method = MethodHandles.lookup().findStatic(LibRnpTool.class, "passphrase", type);
        var descriptor = FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
            ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
        return Linker.nativeLinker().upcallStub(method, descriptor, arena);
    }

    private static boolean passphrase(MemorySegment ffi, MemorySegment context, MemorySegment key, MemorySegment why,
        MemorySegment into, long length) {
        into.reinterpret(length).setString(0, PASSPHRASE);
        return true;
    }

    @Override public byte[] certificate() throws Exception {
        var output = made("rnp_output_to_memory", PLACE, 0L);
        call("rnp_key_export", own, output, PUBLIC_WITH_SUBKEYS);
        return taken(output);
    }

    @Override public byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception {
        var kind = isEncrypted ? "rnp_op_encrypt_" : "rnp_op_sign_";
        return operated(kind, kind + "create", content, isEncrypted, isSigned);
    }

    @Override public byte[] signDetached(byte[] content) throws Exception {
        return operated("rnp_op_sign_", "rnp_op_sign_detached_create", content, false, true);
    }

    @Override public byte[] signCleartext(byte[] text) throws Exception {
        return operated("rnp_op_sign_", "rnp_op_sign_cleartext_create", text, false, true);
    }

    private byte[] operated(String kind, String create, byte[] content, boolean isEncrypted, boolean isSigned)
        throws Exception {
        var input = input(content);
        var output = made("rnp_output_to_memory", PLACE, 0L);
        var operation = made(create, PLACE, ffi, input, output);
        if (isEncrypted) call(kind + "add_recipient", operation, us);
        if (isSigned) call(kind + "add_signature", operation, own, MemorySegment.NULL);
        call(kind + "execute", operation);
        call(kind + "destroy", operation);
        call("rnp_input_destroy", input);
        return taken(output);
    }

    /** Into a file: memory without an octet cannot be asked for. */
    @Override public byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception {
        var file = Files.createTempFile(folder, "opened", "");
        var input = input(message);
        var output = made("rnp_output_to_path", PLACE, text(file.toString()));
        var operation = made("rnp_op_verify_create", PLACE, ffi, input, output);
        call("rnp_op_verify_execute", operation);
        if (isSigned) requireGood(operation);
        call("rnp_op_verify_destroy", operation);
        call("rnp_input_destroy", input);
        call("rnp_output_destroy", output);
        return Files.readAllBytes(file);
    }

    @Override public void verifyDetached(byte[] content, byte[] signature) throws Exception {
        var operation = made("rnp_op_verify_detached_create", PLACE, ffi, input(content), input(signature));
        call("rnp_op_verify_execute", operation);
        requireGood(operation);
        call("rnp_op_verify_destroy", operation);
    }

    private void requireGood(MemorySegment operation) throws Exception {
        var count = arena.allocate(ValueLayout.JAVA_LONG);
        call("rnp_op_verify_get_signature_count", operation, count);
        if (count.get(ValueLayout.JAVA_LONG, 0) != 1) throw new AssertionError("not one signature");
        var signature = arena.allocate(ValueLayout.ADDRESS);
        call("rnp_op_verify_get_signature_at", operation, 0L, signature);
        call("rnp_op_verify_signature_get_status", signature.get(ValueLayout.ADDRESS, 0));
    }

    private MemorySegment input(byte[] octets) throws Exception {
        var copy = arena.allocate(Math.max(1, octets.length));
        MemorySegment.copy(octets, 0, copy, ValueLayout.JAVA_BYTE, 0, octets.length);
        return made("rnp_input_from_memory", PLACE, copy, (long) octets.length, false);
    }

    private byte[] taken(MemorySegment output) throws Exception {
        var address = arena.allocate(ValueLayout.ADDRESS);
        var length = arena.allocate(ValueLayout.JAVA_LONG);
        call("rnp_output_memory_get_buf", output, address, length, false);
        var octets = address.get(ValueLayout.ADDRESS, 0).reinterpret(length.get(ValueLayout.JAVA_LONG, 0))
            .toArray(ValueLayout.JAVA_BYTE);
        call("rnp_output_destroy", output);
        return octets;
    }

    private MemorySegment text(String text) { return arena.allocateFrom(text, StandardCharsets.UTF_8); }

    /** What the function puts where {@link #PLACE} stands among its arguments. */
    private MemorySegment made(String function, Object... arguments) throws Exception {
        var place = arena.allocate(ValueLayout.ADDRESS);
        call(function, Stream.of(arguments).map(one -> one == PLACE ? place : one).toArray());
        return place.get(ValueLayout.ADDRESS, 0);
    }

    /** Fails unless it returns 0, {@code RNP_SUCCESS}. */
    private void call(String function, Object... arguments) {
        var layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) layouts[i] = layout(arguments[i]);
        MethodHandle handle = Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts));
        int result;
        try {
            result = (int) handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(function, e);
        }
        if (result != 0) throw new AssertionError(function + " says 0x" + Integer.toHexString(result));
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case Long _ -> ValueLayout.JAVA_LONG;
            case Integer _ -> ValueLayout.JAVA_INT;
            case Boolean _ -> ValueLayout.JAVA_BOOLEAN;
            default -> ValueLayout.ADDRESS;
        };
    }

    @Override public void close() {
        if (ffi != null) call("rnp_ffi_destroy", ffi);
        arena.close();
    }
}
