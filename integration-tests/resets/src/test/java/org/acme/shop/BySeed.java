package org.acme.shop;

import java.util.Collections;
import java.util.Comparator;

import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** Runs the methods of a class in an order that depends on the class's name alone: {@code Seed1}, {@code Seed2} and so on. */
public class BySeed implements MethodOrderer {

    @Override
    public void orderMethods(MethodOrdererContext context) {
        int seed = Integer.parseInt(context.getTestClass().getSimpleName().replaceAll("\\D", ""));
        context.getMethodDescriptors().sort(Comparator.comparing(BySeed::name));
        Collections.shuffle(context.getMethodDescriptors(), new java.util.Random(seed));
    }

    private static String name(MethodDescriptor descriptor) {
        return descriptor.getMethod().getName();
    }
}
