package io.concertim.view;

/** Starts the program. */
public final class ViewMain {
  private ViewMain() {}

  public static void main(String[] arguments) {
    System.out.println("concertim-view");
  }
}
