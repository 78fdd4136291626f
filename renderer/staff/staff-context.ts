import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { NO_STAFF, type StaffState, type StaffStore } from './staff-store.ts';

/** Null where the screen has no staff pages. */
export const StaffContext = createContext<StaffStore | null>(null);

export const useIsStaffAsked = (): boolean =>
  useStore(useContext(StaffContext)?.store ?? NO_STAFF, state => state.isAsked);

export const useStaff = (): StaffStore => {
  const staff = useContext(StaffContext);
  if (staff === null) throw new Error('outside of the staff pages');
  return staff;
};

export const useStaffState = <T>(select: (state: StaffState) => T): T =>
  useStore(useStaff().store, select);
