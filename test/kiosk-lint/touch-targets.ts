import { BUTTONS, isShown, nameOf, type Rule, shownAll, type Violation } from './violation.ts';

const SMALLEST_MM = 20;
const SMALLEST_PRIMARY_MM = 25;
const SMALLEST_GAP_MM = 3;
/** Half a pixel of rounding must not fail a page. */
const TOLERANCE = 0.5;

const violation = (rule: string, element: Element, problem: string): Violation => ({
  rule,
  where: nameOf(element),
  problem,
});

/** At least 20 mm either way; the main action of a page at least 25 mm. */
export const touchTargetSize: Rule = ({ pixelsPerMillimetre }) =>
  shownAll(BUTTONS).flatMap(button => {
    const { width, height } = button.getBoundingClientRect();
    const least = button.classList.contains('primary-button') ? SMALLEST_PRIMARY_MM : SMALLEST_MM;
    const smallest = Math.min(width, height);
    return smallest + TOLERANCE >= least * pixelsPerMillimetre
      ? []
      : [
          violation(
            'touch-target-size',
            button,
            `${(smallest / pixelsPerMillimetre).toFixed(1)} mm, at least ${least} mm`,
          ),
        ];
  });

const distance = (one: DOMRect, other: DOMRect): number => {
  const dx = Math.max(other.left - one.right, one.left - other.right);
  const dy = Math.max(other.top - one.bottom, one.top - other.bottom);
  return Math.max(dx, dy);
};

/** At least 3 mm between two things to touch, so that a trembling finger hits one of them. */
export const touchTargetGap: Rule = ({ pixelsPerMillimetre }) => {
  const boxes = shownAll(BUTTONS).map(button => ({ button, box: button.getBoundingClientRect() }));
  const least = SMALLEST_GAP_MM * pixelsPerMillimetre;
  return boxes.flatMap(({ button, box }, index) =>
    boxes.slice(index + 1).flatMap(other => {
      const gap = distance(box, other.box);
      return gap + TOLERANCE >= least
        ? []
        : [
            violation(
              'touch-target-gap',
              button,
              `${(gap / pixelsPerMillimetre).toFixed(1)} mm from ${nameOf(other.button)}`,
            ),
          ];
    }),
  );
};

/** Nothing to touch above the reach line, and nothing beyond the panel's edges. */
export const withinReach: Rule = ({ reachLine }) =>
  shownAll(BUTTONS).flatMap(button => {
    const box = button.getBoundingClientRect();
    if (box.top + TOLERANCE < reachLine) {
      return [
        violation(
          'within-reach',
          button,
          `starts at ${Math.round(box.top)} px, reach line at ${Math.round(reachLine)} px`,
        ),
      ];
    }
    const outside =
      box.bottom > innerHeight + TOLERANCE || box.right > innerWidth + TOLERANCE || box.left < 0;
    return outside ? [violation('within-reach', button, 'lies partly outside the panel')] : [];
  });

/** What belongs to the page stays out of the header above and the footer below it. */
export const onItsStage: Rule = () =>
  shownAll('main').flatMap(main => {
    const stage = main.getBoundingClientRect();
    return shownAll(BUTTONS)
      .filter(button => main.contains(button))
      .flatMap(button => {
        const { top, bottom } = button.getBoundingClientRect();
        const beyond = Math.max(stage.top - top, bottom - stage.bottom);
        return beyond > TOLERANCE
          ? [violation('on-its-stage', button, `${Math.round(beyond)} px beyond the page`)]
          : [];
      });
  });

/** What lies in the middle of a button must be the button itself, not something over it. */
export const notCovered: Rule = () =>
  shownAll('button:not([disabled])').flatMap(button => {
    const box = button.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top !== null && !button.contains(top) && isShown(top)
      ? [violation('not-covered', button, `covered by ${nameOf(top)}`)]
      : [];
  });
