import type { BookingChoice } from '../../../core/contract/kiosk.ts';
import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { clockTime } from '../../ui/format.ts';
import type { PictogramName } from '../../ui/pictograms/pictogram.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { Pager } from '../frame/pager.tsx';
import { usePagesThatFit } from '../frame/pages-that-fit.ts';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

const MOST_BOOKINGS = 5;

const PICTOGRAMS: Readonly<Record<BookingChoice['kind'], PictogramName>> = {
  appointment: 'calendar',
  're-examination': 'repeat',
  online: 'phone',
};

const BookingRow = ({ booking }: { readonly booking: BookingChoice }) => {
  const { say, local, room } = useWords();
  const send = useSend();
  const { place, practitioner } = booking;
  const hint = [say(`purpose.kinds.${booking.kind}`), `${room(place)}, ${local(place.floor)}`].join(
    ' · ',
  );
  return (
    <ChoiceRow
      pictogram={PICTOGRAMS[booking.kind]}
      title={`${clockTime(booking.start)} ${local(place.name)}`}
      hint={hint}
      facts={
        practitioner !== undefined && (
          <span className="choice-hint">{say('purpose.with', { name: practitioner })}</span>
        )
      }
      onPress={() => send({ type: 'chooseBooking', bookingId: booking.bookingId })}
    />
  );
};

/** Why somebody came: what the hospital already knows comes first. */
export const Purpose = ({ view }: StepProps<'purpose'>) => {
  const { say } = useWords();
  const send = useSend();
  const pages = usePagesThatFit(view.bookings, MOST_BOOKINGS);
  return (
    <Page
      isList
      title={say('purpose.title')}
      lead={say(view.bookings.length === 0 ? 'purpose.none' : 'purpose.lead')}
      actions={
        <>
          <ul className="choices" ref={pages.ref}>
            {pages.shown.map(booking => (
              <li key={booking.bookingId}>
                <BookingRow booking={booking} />
              </li>
            ))}
            <li>
              <ChoiceRow
                pictogram="newVisit"
                title={say('purpose.walkIn')}
                hint={say('purpose.walkInHint')}
                onPress={() => send({ type: 'chooseWalkIn' })}
              />
            </li>
          </ul>
          <Pager pages={pages} />
          <OutlineButton
            pictogram="counter"
            label={say('purpose.askCounter')}
            onPress={() => send({ type: 'askCounter' })}
          />
        </>
      }
    >
      <div className="page-picture page-picture-beside">
        <Illustration scene="appointment" />
      </div>
    </Page>
  );
};
