package sigillo.popd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.constant.MethodTypeDesc;

/** Loads all of ours anew, with one method changed: a fault as somebody could have written it. */
final class PlantedLoader extends ClassLoader {

    /** What becomes of a method of this type. */
    interface Change {
        CodeTransform of(MethodTypeDesc type);
    }

    static final Change NOTHING = type -> body(type, code -> constant(code, TypeKind.from(type.returnType()), 0));

    static final Change THROWS = type -> body(type, code -> code.aconst_null().athrow());

    private final String type;
    private final String method;
    private final Change change;
    private boolean isPlanted;

    /** {@code type} empty: nothing is changed. */
    PlantedLoader(String type, String method, Change change) {
        super(PlantedLoader.class.getClassLoader());
        this.type = type;
        this.method = method;
        this.change = change;
    }

    /** It gives this number, or truth, at once. */
    static Change returns(int value) { return type -> body(type, code -> constant(code, TypeKind.from(type.returnType()), value)); }

    /** One constant is another, wherever it stands in it. */
    static Change instead(int constant, int other) {
        return _ -> (code, element) -> {
            boolean isIt = element instanceof ConstantInstruction push && push.constantValue() instanceof Integer value && value == constant;
            if (isIt) code.loadConstant(other);
            else code.with(element);
        };
    }

    private interface Body {
        void write(CodeBuilder code);
    }

    private static CodeTransform body(MethodTypeDesc type, Body body) {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            private boolean isWritten;

            @Override public void accept(CodeBuilder code, CodeElement element) {
                if (isWritten) return;
                isWritten = true;
                body.write(code);
            }
        });
    }

    private static void constant(CodeBuilder code, TypeKind kind, int value) {
        switch (kind) {
            case VOID -> { }
            case LONG -> code.loadConstant((long) value);
            case REFERENCE -> code.aconst_null();
            default -> code.loadConstant(value);
        }
        code.return_(kind);
    }

    /** There was such a method, and it has run, or its class was loaded. */
    void assertPlanted() {
        if (!isPlanted && !type.isEmpty()) throw new IllegalStateException("no " + method + " in " + type);
    }

    @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("sigillo.")) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            var octets = in.readAllBytes();
            var changed = name.equals(type) ? changed(octets) : octets;
            return defineClass(name, changed, 0, changed.length, PlantedLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] changed(byte[] octets) {
        var files = ClassFile.of(ClassFile.DeadCodeOption.PATCH_DEAD_CODE);
        return files.transformClass(files.parse(octets), (classes, element) -> {
            if (element instanceof MethodModel one && one.methodName().equalsString(method) && one.code().isPresent()) {
                isPlanted = true;
                classes.transformMethod(one, MethodTransform.transformingCode(change.of(one.methodTypeSymbol())));
            } else {
                classes.with(element);
            }
        });
    }
}
